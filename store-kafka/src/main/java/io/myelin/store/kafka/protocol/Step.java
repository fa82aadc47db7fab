package io.myelin.store.kafka.protocol;

import java.util.function.Function;

/** What a {@link LogWriter} wants done next. */
public sealed interface Step {

    /** Returns what the function for this case returns. */
    <R> R fold(
            Function<? super Send, ? extends R> send,
            Function<? super Fence, ? extends R> fence,
            Function<? super ReadTo, ? extends R> readTo,
            Function<? super HoldBack, ? extends R> holdBack,
            Function<? super Rest, ? extends R> rest);

    /**
     * Send the records of the group in order, then call {@link LogWriter#sent}.
     *
     * @param group to send
     */
    record Send(Group group) implements Step {
        @Override
        public <R> R fold(
                Function<? super Send, ? extends R> send,
                Function<? super Fence, ? extends R> fence,
                Function<? super ReadTo, ? extends R> readTo,
                Function<? super HoldBack, ? extends R> holdBack,
                Function<? super Rest, ? extends R> rest) {
            return send.apply(this);
        }
    }

    /** Send a fence, then call {@link LogWriter#fenced}. */
    record Fence() implements Step {
        @Override
        public <R> R fold(
                Function<? super Send, ? extends R> send,
                Function<? super Fence, ? extends R> fence,
                Function<? super ReadTo, ? extends R> readTo,
                Function<? super HoldBack, ? extends R> holdBack,
                Function<? super Rest, ? extends R> rest) {
            return fence.apply(this);
        }
    }

    /**
     * Feed the replica with all records below the offset, then ask for the next step.
     *
     * @param end the offset up to which to read, exclusive
     */
    record ReadTo(long end) implements Step {
        @Override
        public <R> R fold(
                Function<? super Send, ? extends R> send,
                Function<? super Fence, ? extends R> fence,
                Function<? super ReadTo, ? extends R> readTo,
                Function<? super HoldBack, ? extends R> holdBack,
                Function<? super Rest, ? extends R> rest) {
            return readTo.apply(this);
        }
    }

    /**
     * Let others write first: wait, or read what they wrote, then ask for the next step.
     *
     * @param nanos how long to wait if nothing is read meanwhile
     */
    record HoldBack(long nanos) implements Step {
        @Override
        public <R> R fold(
                Function<? super Send, ? extends R> send,
                Function<? super Fence, ? extends R> fence,
                Function<? super ReadTo, ? extends R> readTo,
                Function<? super HoldBack, ? extends R> holdBack,
                Function<? super Rest, ? extends R> rest) {
            return holdBack.apply(this);
        }
    }

    /** Nothing to do until a commit is submitted or the outcome of what was sent is known. */
    record Rest() implements Step {
        @Override
        public <R> R fold(
                Function<? super Send, ? extends R> send,
                Function<? super Fence, ? extends R> fence,
                Function<? super ReadTo, ? extends R> readTo,
                Function<? super HoldBack, ? extends R> holdBack,
                Function<? super Rest, ? extends R> rest) {
            return rest.apply(this);
        }
    }
}
