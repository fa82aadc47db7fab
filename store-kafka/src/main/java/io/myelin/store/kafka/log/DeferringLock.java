package io.myelin.store.kafka.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** A reentrant lock whose holder may leave things that must not be done under it; they are done once it is free. */
final class DeferringLock {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> deferred = new ArrayList<>();

    void lock() {
        lock.lock();
    }

    boolean tryLock() {
        return lock.tryLock();
    }

    /** Leaves something for the thread that frees the lock, in the order of these calls. Only by who holds it. */
    void defer(Runnable action) {
        deferred.add(action);
    }

    /** Frees the lock, if this was the outermost call, and does what was left. */
    void unlock() {
        List<Runnable> actions = List.of();
        if (lock.getHoldCount() == 1 && !deferred.isEmpty()) {
            actions = List.copyOf(deferred);
            deferred.clear();
        }
        lock.unlock();
        actions.forEach(Runnable::run);
    }

    boolean isHeldByCurrentThread() {
        return lock.isHeldByCurrentThread();
    }
}
