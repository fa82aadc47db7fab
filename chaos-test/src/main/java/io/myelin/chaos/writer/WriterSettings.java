package io.myelin.chaos.writer;

import java.nio.file.Path;
import java.util.List;

/**
 * How one life of a writer's process goes.
 *
 * @param name of this life, unlike that of any other
 * @param servers the brokers' addresses
 * @param log the topic
 * @param indexDirectory the same in all lives of one writer
 * @param history the file to write, new in each life
 * @param seed of what its callers do
 * @param callers that append at once
 * @param aggregates that all writers share
 * @param pauseMsMax the longest that a caller rests between two appends
 */
public record WriterSettings(
        String name,
        String servers,
        String log,
        Path indexDirectory,
        Path history,
        long seed,
        int callers,
        int aggregates,
        int pauseMsMax) {

    /** Returns the settings as arguments of {@link WriterMain}. */
    public List<String> toArguments() {
        return List.of(
                name,
                servers,
                log,
                indexDirectory.toString(),
                history.toString(),
                Long.toString(seed),
                Integer.toString(callers),
                Integer.toString(aggregates),
                Integer.toString(pauseMsMax));
    }

    static WriterSettings ofArguments(String[] args) {
        return new WriterSettings(
                args[0],
                args[1],
                args[2],
                Path.of(args[3]),
                Path.of(args[4]),
                Long.parseLong(args[5]),
                Integer.parseInt(args[6]),
                Integer.parseInt(args[7]),
                Integer.parseInt(args[8]));
    }
}
