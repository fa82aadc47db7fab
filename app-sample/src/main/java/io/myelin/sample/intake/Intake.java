package io.myelin.sample.intake;

import io.myelin.core.BusinessRejection;
import io.myelin.core.command.InvalidCommandException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends the commands of a plan, many at once, each chain in its order. One object is one run, by one thread. */
public final class Intake {

    /** Chains on their way at once: enough to fill the log's groups, few enough to be answered within a second. */
    private static final int CHAINS_IN_FLIGHT_MAX = 256;

    /** Refusals that are kept to be shown; beyond, only their number is. */
    private static final int REFUSALS_MAX = 10_000;

    /** How often the watch is asked and told while nothing else happens; an eye takes it for at once. */
    private static final long WATCH_INTERVAL_MS = 100;

    private final Function<Object, CompletableFuture<?>> sender;
    private final IntakeWatch watch;

    private final Semaphore window = new Semaphore(CHAINS_IN_FLIGHT_MAX);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicReference<@Nullable IntakeException> failure = new AtomicReference<>();
    private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());

    /**
     * Prepares a run.
     *
     * @param sender sends a command, and completes when it is stored, or with the reason why not
     */
    public Intake(Function<Object, CompletableFuture<?>> sender, IntakeWatch watch) {
        this.sender = sender;
        this.watch = watch;
    }

    /**
     * Carries the plan out, and returns when every command that was sent is answered.
     *
     * @throws IntakeException if a command could not be answered; others may have been carried out
     * @throws InterruptedException if the thread is interrupted; commands may still be on their way
     */
    public IntakeResult run(IntakePlan plan) throws InterruptedException {
        for (List<CommandChain> phase : plan.phases()) {
            for (CommandChain chain : phase) {
                if (!awaitPlace()) {
                    break;
                }
                send(chain, 0);
            }
            awaitAnswers();
        }
        IntakeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return new IntakeResult(answered.get(), List.copyOf(refusals), watch.stopRequested());
    }

    /** Waits until one more chain may be sent; false if none may any more. */
    private boolean awaitPlace() throws InterruptedException {
        while (!watch.stopRequested() && failure.get() == null) {
            watch.answered(answered.get());
            if (window.tryAcquire(WATCH_INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private void awaitAnswers() throws InterruptedException {
        while (!window.tryAcquire(CHAINS_IN_FLIGHT_MAX, WATCH_INTERVAL_MS, TimeUnit.MILLISECONDS)) {
            watch.answered(answered.get());
        }
        window.release(CHAINS_IN_FLIGHT_MAX);
        watch.answered(answered.get());
    }

    private void send(CommandChain chain, int index) {
        Object command = chain.commands().get(index);
        CompletableFuture<?> answer;
        try {
            answer = sender.apply(command);
        } catch (RuntimeException | Error e) {
            // Within the answer to another command nobody else would hear of it, and the intake would wait for ever.
            answer = CompletableFuture.failedFuture(e);
        }
        var unused = answer.whenComplete((value, error) -> answered(chain, index, error));
    }

    private void answered(CommandChain chain, int index, @Nullable Throwable error) {
        boolean more = index + 1 < chain.commands().size();
        if (error == null && more) {
            answered.incrementAndGet();
            send(chain, index + 1);
            return;
        }
        // What would have followed is not sent any more, but counts as done with.
        answered.addAndGet(chain.commands().size() - index);
        if (error != null) {
            note(chain.commands().get(index), error);
        }
        window.release();
    }

    private void note(Object command, Throwable error) {
        Throwable refusal = refusalIn(error);
        if (refusal == null) {
            failure.compareAndSet(null, new IntakeException(command, error));
        } else if (refusals.size() < REFUSALS_MAX) {
            refusals.add(String.valueOf(refusal.getMessage()));
        }
    }

    /** What says that the command itself is at fault, so that sending it again would help nobody. */
    private static @Nullable Throwable refusalIn(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof BusinessRejection || cause instanceof InvalidCommandException) {
                return cause;
            }
        }
        return null;
    }
}
