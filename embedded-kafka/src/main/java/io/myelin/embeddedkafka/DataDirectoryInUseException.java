package io.myelin.embeddedkafka;

import java.nio.file.Path;

/** Another broker works on the data directory, in this process or in another one. Nothing in it was touched. */
public final class DataDirectoryInUseException extends EmbeddedKafkaException {

    private static final long serialVersionUID = 1L;

    private final transient Path directory;

    DataDirectoryInUseException(Path directory, String holder) {
        super(
                "Data directory %s is in use by %s. Two brokers on the same files would destroy them."
                                .formatted(directory, holder)
                        + " Stop that one, or choose another data directory.",
                null);
        this.directory = directory;
    }

    /** The directory that was asked for, as an absolute path. */
    public Path directory() {
        return directory;
    }
}
