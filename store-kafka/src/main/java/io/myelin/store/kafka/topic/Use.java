package io.myelin.store.kafka.topic;

import io.myelin.store.kafka.topic.DescribedTopic.Right;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;

/** What a client wants of a log's topics, and so which rights it needs; {@code docs/operations/security.md} lists them. */
public enum Use {
    /** Reads and appends: a node that takes commands. */
    WRITING,

    /** Only reads: a node with projections or queries alone, and tools. */
    READING;

    /** What is needed of a topic that is there, without what the brokers say is allowed. */
    List<Right> missing(Set<AclOperation> allowed) {
        return Stream.of(Right.READ, Right.WRITE, Right.DESCRIBE, Right.DESCRIBE_CONFIGS)
                .filter(right -> this == WRITING || right != Right.WRITE)
                .filter(right -> !allowed.contains(AclOperation.valueOf(right.name())))
                .toList();
    }
}
