package io.myelin.retry.parking;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Walks through rows that are read page by page, each page from where the one before ended. */
final class PagedIterator<T> implements Iterator<T> {

    private final int pageSize;
    private final Function<Long, List<Item<T>>> page;
    private final Deque<Item<T>> read = new ArrayDeque<>();
    private long from;
    private boolean atEnd;

    /**
     * @param page answers with the rows from a place on, at most {@code pageSize}
     */
    PagedIterator(int pageSize, long from, Function<Long, List<Item<T>>> page) {
        this.pageSize = pageSize;
        this.from = from;
        this.page = page;
    }

    /** A row, and the place of the one behind it. */
    record Item<T>(long next, T value) {}

    @Override
    public boolean hasNext() {
        if (read.isEmpty() && !atEnd) {
            List<Item<T>> items = page.apply(from);
            read.addAll(items);
            atEnd = items.size() < pageSize;
        }
        return !read.isEmpty();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("No letter is left; ask hasNext() before.");
        }
        Item<T> item = read.remove();
        from = item.next();
        return item.value();
    }
}
