package io.myelin.embeddedkafka.internal;

/** A node that can be started once and stopped once. It speaks in types of the JDK only: see {@link KraftNode}. */
public interface BrokerNode {

    /** Kafka's id of the cluster, the same for all runs on one directory. */
    String clusterId();

    /** Returns when clients are served. */
    void start();

    /** Stops cleanly. */
    void stop();
}
