package io.myelin.store.kafka.record;

/**
 * The log holds a record that a newer version of this library wrote, whose validity this version can't judge.
 *
 * <p>Nothing beyond that record may be read or written by this version. Upgrade the library.
 */
public class NewerFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names the record's place and its format version. */
    public NewerFormatException(String message) {
        super(message);
    }
}
