package io.myelin.handlers.bluegreen;

/** Readers were not switched to another version, because it does not have yet what they see now; nothing has changed. */
public final class SwitchRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SwitchRefusedException(String message) {
        super(message);
    }
}
