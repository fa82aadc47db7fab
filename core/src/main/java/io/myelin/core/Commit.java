package io.myelin.core;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Where the events of one unit of work stand in the order of all events, as the result of a command tells it.
 *
 * <p>By it a reader can wait until a projection has applied what the command did. As text, {@link #toString}, it can be handed to
 * whoever asks next, on whichever node.
 *
 * @param first the position of its first event, from 0
 * @param last the position of its last event; others' may lie between
 */
public record Commit(long first, long last) {

    /** Under which a command's result holds the commit, as text. */
    public static final String METADATA_KEY = "myelin-commit";

    private static final String NOTHING = "none";

    private static final String NOTED = Commit.class.getName();

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    /** @throws IllegalArgumentException if these are not positions in their order */
    public Commit {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException(
                    "A commit's positions count from 0 and don't decrease, were " + first + " and " + last + ".");
        }
    }

    /**
     * Returns the commit of the command that had this result; empty if the command appended no events.
     *
     * @throws IllegalArgumentException if the result does not tell: it is of a command that was sent from within another's
     *     handler and is committed with that one, or it did not come from Myelin's command bus
     */
    public static Optional<Commit> of(Message<?> commandResult) {
        Object text = commandResult.getMetaData().get(METADATA_KEY);
        if (text == null) {
            throw new IllegalArgumentException(
                    "This command's result does not tell what was committed: the command was sent"
                            + " from within another's handler, or over another command bus. Ask the result of the outermost command.");
        }
        return NOTHING.equals(text) ? Optional.empty() : Optional.of(parse(text.toString()));
    }

    /**
     * Returns the commit whose text this is.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Commit parse(String text) {
        Matcher positions = TEXT.matcher(text);
        if (!positions.matches()) {
            throw new IllegalArgumentException("The text of a commit is that of two positions, such as 12-14; was '"
                    + text + "'. Hand on what Commit.toString() gave.");
        }
        return new Commit(Long.parseLong(positions.group(1)), Long.parseLong(positions.group(2)));
    }

    /** For event stores: notes what the current unit of work has appended, if there is one. */
    public static void note(long first, long last) {
        if (CurrentUnitOfWork.isStarted()) {
            CurrentUnitOfWork.get().root().resources().merge(NOTED, new Commit(first, last), Commit::both);
        }
    }

    /** For command buses: returns what a unit of work that has ended has appended, as metadata of its result. */
    public static Map<String, ?> asMetaData(UnitOfWork<?> ended) {
        Commit noted = ended.getResource(NOTED);
        return MetaData.with(METADATA_KEY, noted == null ? NOTHING : noted.toString());
    }

    private static Object both(Object one, Object other) {
        Commit a = (Commit) one;
        Commit b = (Commit) other;
        return new Commit(Math.min(a.first, b.first), Math.max(a.last, b.last));
    }

    /** Returns its text, which {@link #parse} reads. */
    @Override
    public String toString() {
        return first + "-" + last;
    }
}
