package io.myelin.store.kafka.log;

import io.myelin.store.kafka.index.IndexBackup;
import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.protocol.LogReplica;
import java.nio.file.Path;

/** Builds an index from the log, as a node does at its start, but without one. */
public final class IndexRebuild {

    private IndexRebuild() {}

    /**
     * Which index.
     *
     * @param clients make the log's Kafka clients
     * @param topic the log's name
     * @param topicId Kafka's id of the topic
     * @param directory of the index; what is in it is deleted if it is an index whose node is stopped
     */
    public record Parts(LogClients clients, String topic, String topicId, Path directory) {}

    /**
     * Deletes what index there is and reads the whole log into a new one. Interrupted, it leaves an index that a node, or another run of
     * this, goes on with or builds anew.
     *
     * @param progress told of what is read
     * @return the offset below which everything is in the index
     * @throws io.myelin.store.kafka.IndexUnusableException if the directory is in use, holds something else, or its disk fails
     * @throws io.myelin.store.kafka.StoreFailedException if the log can't be read to its end
     */
    public static long run(Parts parts, ScanProgress progress) {
        IndexBackup.delete(parts.directory());
        try (LogIndex index = LogIndex.open(parts.directory(), parts.topicId(), IndexSettings.defaults());
                LogReader reader = new LogReader(parts.clients(), parts.topic())) {
            new LogStart(parts.topic(), reader).catchUp(new LogReplica(index, record -> {}), progress);
            return index.position();
        }
    }
}
