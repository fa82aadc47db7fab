package io.myelin.store.kafka.transfer;

/** A log doesn't take what an import brings; the message says what was found and what to do. */
public final class ImportRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ImportRefusedException(String message) {
        super(message);
    }
}
