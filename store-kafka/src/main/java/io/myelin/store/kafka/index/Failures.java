package io.myelin.store.kafka.index;

import io.myelin.store.kafka.IndexUnusableException;
import io.myelin.store.kafka.IndexUnusableException.Reason;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Says in our words what RocksDB found. */
final class Failures {

    private Failures() {}

    static IndexUnusableException of(RocksDBException e, Path directory) {
        return switch (reason(e)) {
            case IN_USE -> inUse(directory, e);
            case DISK_FULL -> diskFull(directory, said(e), e);
            case DISK_FAILED -> diskFailed(directory, e);
            default -> damaged(directory, said(e), e);
        };
    }

    static IndexUnusableException damaged(Path directory, String found, @Nullable Throwable cause) {
        return new IndexUnusableException(
                Reason.DAMAGED,
                ("The index in %s is damaged: %s. It can't answer for the log any more, but the log itself is not touched."
                                + " Stop the application, delete the directory and start again: the index is rebuilt from the log.")
                        .formatted(directory, found),
                cause);
    }

    static IndexUnusableException inUse(Path directory, @Nullable Throwable cause) {
        return new IndexUnusableException(
                Reason.IN_USE,
                ("The index in %s is in use by another process, or by another store of this one. Two would overwrite each"
                                + " other's files. End the other one, or give each its own directory.")
                        .formatted(directory),
                cause);
    }

    static IndexUnusableException diskFull(Path directory, String found, @Nullable Throwable cause) {
        return new IndexUnusableException(
                Reason.DISK_FULL,
                ("The disk under the index in %s is full: %s. Nothing is lost: the log holds all that was acknowledged, and the"
                                + " index stays at the last position it could keep. Make room, then start again.")
                        .formatted(directory, found),
                cause);
    }

    static IndexUnusableException diskFailed(Path directory, Throwable cause) {
        return new IndexUnusableException(
                Reason.DISK_FAILED,
                ("The index in %s can't be read or written: %s. The log itself is not touched. Check the disk and the rights of"
                                + " this user on the directory, then start again.")
                        .formatted(directory, cause),
                cause);
    }

    static IndexUnusableException noLibrary(Throwable cause) {
        return new IndexUnusableException(
                Reason.NO_LIBRARY,
                ("RocksDB's native library can't be loaded: %s. Without it there is no index. It is unpacked into %s (java.io.tmpdir), which"
                                + " must exist, be writable and allow execution (no 'noexec'): set ROCKSDB_SHAREDLIB_DIR to a directory"
                                + " where that holds. There are libraries for Linux and macOS on x86-64 and"
                                + " ARM64, and for Windows on x86-64.")
                        .formatted(cause, System.getProperty("java.io.tmpdir")),
                cause);
    }

    /** Returns the same trouble for another caller, whose stack is another one. */
    static IndexUnusableException again(IndexUnusableException first) {
        return new IndexUnusableException(first.reason(), String.valueOf(first.getMessage()), first);
    }

    private static Reason reason(RocksDBException e) {
        Status status = e.getStatus();
        if (status == null) {
            return Reason.DAMAGED;
        }
        String said = said(e).toLowerCase(Locale.ROOT);
        if (status.getSubCode() == Status.SubCode.NoSpace || said.contains("max allowed space")) {
            return Reason.DISK_FULL;
        }
        return switch (status.getCode()) {
            case IOError -> reasonOfIoError(said);
            case Corruption, InvalidArgument, NotSupported -> Reason.DAMAGED;
            default -> Reason.DISK_FAILED;
        };
    }

    private static Reason reasonOfIoError(String said) {
        if (said.contains("lock file") || said.contains("lock hold by current process")) {
            return Reason.IN_USE;
        }
        return said.contains("no such file") ? Reason.DAMAGED : Reason.DISK_FAILED;
    }

    private static String said(RocksDBException e) {
        String message = e.getMessage();
        return message == null ? "RocksDB gave no message" : message;
    }
}
