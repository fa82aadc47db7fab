package io.myelin.store.kafka;

import static java.util.Objects.requireNonNull;

import org.axonframework.common.AxonNonTransientException;
import org.jspecify.annotations.Nullable;

/**
 * The index on the local disk can't be opened, read or written. The log is not touched by that: whatever was
 * acknowledged is in Kafka, and an index can always be rebuilt from there.
 *
 * <p>The message says what was found, in which directory, and how to mend it. Not transient: repeating a command
 * doesn't help until somebody has mended the directory or the disk.
 */
public class IndexUnusableException extends AxonNonTransientException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Creates the exception with a message that says what was found, what it means and what to do. */
    public IndexUnusableException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = requireNonNull(reason, "reason");
    }

    /** Returns what kind of trouble it is. */
    public Reason reason() {
        return reason;
    }

    /** The kinds of trouble, by what mends them. */
    public enum Reason {
        /** Another process, or another index of this one, has the directory open: end it, or choose another directory. */
        IN_USE,
        /** The directory was filled from another topic: choose the right one, or delete it. */
        OTHER_TOPIC,
        /** A newer version of Myelin wrote it: use that version, or delete the directory. */
        NEWER_FORMAT,
        /** The directory holds files that are no index: choose another one. */
        NOT_AN_INDEX,
        /** Files are missing or their contents don't match their checksums: delete the directory. */
        DAMAGED,
        /** The disk is full: make room, then start again. Nothing needs to be deleted from the index. */
        DISK_FULL,
        /** The disk or its file system refused, for instance for want of rights: the message has its words. */
        DISK_FAILED,
        /** RocksDB's native library can't be unpacked or loaded on this machine: see the message for where it was tried. */
        NO_LIBRARY
    }
}
