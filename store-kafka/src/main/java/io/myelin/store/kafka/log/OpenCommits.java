package io.myelin.store.kafka.log;

import io.myelin.store.kafka.CommitNotStoredException;
import io.myelin.store.kafka.CommitOutcomeUnknownException;
import io.myelin.store.kafka.StoreFailedException;
import io.myelin.store.kafka.protocol.AppendResult;
import io.myelin.store.kafka.protocol.Commit;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commits whose callers wait for an answer, and what these are told when there is none. Thread-safe. */
final class OpenCommits {

    private static final Logger log = LoggerFactory.getLogger(OpenCommits.class);

    private final Map<UUID, CompletableFuture<AppendResult>> open = new ConcurrentHashMap<>();
    private final int commitsMax;
    private final Duration deadline;
    private volatile @Nullable RuntimeException failure;

    OpenCommits(LogSettings settings) {
        this.commitsMax = settings.queuedCommitsMax();
        this.deadline = settings.commitDeadline();
    }

    /**
     * Takes a commit in.
     *
     * @throws CommitNotStoredException if too many wait already
     * @throws StoreFailedException if the store takes none any more
     */
    CompletableFuture<AppendResult> add(Commit commit) {
        refuseIfFailed();
        if (open.size() >= commitsMax) {
            throw new CommitNotStoredException(
                    ("%d commits wait for the log already, as many as queuedCommitsMax allows; this one was refused and nothing was stored."
                                    + " Send it again later, or find out why the log is slow: store.append and store.fences tell.")
                            .formatted(commitsMax));
        }
        CompletableFuture<AppendResult> answer = new CompletableFuture<>();
        open.put(commit.id(), answer);
        // Once more, since a failure that came before the put has not told this caller.
        if (failure != null) {
            open.remove(commit.id());
            refuseIfFailed();
        }
        return answer;
    }

    /** Takes a commit out, for who is going to answer its caller; {@code null} if somebody else has, or nobody waits. */
    @Nullable
    CompletableFuture<AppendResult> remove(UUID commitId) {
        return open.remove(commitId);
    }

    /** Returns when, by {@link System#nanoTime}, a caller who came then must have its answer. */
    long deadlineFrom(long startNanos) {
        return startNanos + deadline.toNanos();
    }

    /** Waits for the answer until the deadline, and asks for another then. An interrupt does not end the wait. */
    AppendResult await(
            Commit commit,
            CompletableFuture<AppendResult> answer,
            long deadlineNanos,
            BiFunction<Commit, CompletableFuture<AppendResult>, AppendResult> atDeadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    // The commit is under way; a caller that left now would never learn what became of it.
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failureOf(commit, e);
                } catch (TimeoutException e) {
                    return atDeadline.apply(commit, answer);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException failureOf(Commit commit, ExecutionException e) {
        return e.getCause() instanceof RuntimeException failure
                ? failure
                : new CommitOutcomeUnknownException(
                        "The outcome of commit %s is not known: %s".formatted(commit.id(), e.getCause()), commit.id());
    }

    /** What a caller is told whose commit was not sent before its deadline. */
    CommitNotStoredException notSent(Commit commit) {
        return new CommitNotStoredException(
                "Commit %s was not sent within the deadline of %s; nothing was stored. Is the broker reachable? Repeat the command when it is."
                        .formatted(commit.id(), deadline));
    }

    /** What a caller is told whose commit was sent, and not decided before its deadline. */
    CommitOutcomeUnknownException undecided(Commit commit) {
        return new CommitOutcomeUnknownException(
                "Nobody knows yet whether commit %s is in the log: the broker did not answer within %s. It is not sent again. Load the aggregate before the command is repeated."
                        .formatted(commit.id(), deadline),
                commit.id());
    }

    /** Takes no commits from now on, and tells all that wait that the outcome is unknown. Only the first cause counts. */
    void fail(RuntimeException cause) {
        if (failure != null) {
            return;
        }
        log.error("The store stops taking commits. What was acknowledged is in the log.", cause);
        failure = cause;
        open.keySet().forEach(this::answerUnknown);
    }

    private void answerUnknown(UUID commitId) {
        CompletableFuture<AppendResult> answer = open.remove(commitId);
        if (answer != null) {
            answer.completeExceptionally(new CommitOutcomeUnknownException(
                    "The store stopped before the outcome of commit %s was known. It is not sent again; load the aggregate after the restart."
                            .formatted(commitId),
                    commitId));
        }
    }

    /** Returns why no commits are taken any more, or {@code null}. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    private void refuseIfFailed() {
        RuntimeException cause = failure;
        if (cause != null) {
            throw new StoreFailedException(
                    "The store takes no commits any more and nothing was stored: " + cause.getMessage(), cause);
        }
    }

    /** Waits until every commit has its answer; returns whether that came in time. */
    boolean awaitNone(Duration longest) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + longest.toNanos();
        for (CompletableFuture<AppendResult> answer : open.values()) {
            try {
                answer.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                log.debug("A commit ended with a failure of which its caller is told.", e);
            } catch (TimeoutException e) {
                return false;
            }
        }
        return true;
    }
}
