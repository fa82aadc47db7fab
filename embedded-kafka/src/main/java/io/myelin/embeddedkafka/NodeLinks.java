package io.myelin.embeddedkafka;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A node's links, one for each listener. They live as long as the cluster does, so addresses survive a node's restart.
 *
 * @param id of the node
 * @param byListener all of {@link ClusterProperties#LISTENERS}
 */
record NodeLinks(int id, Map<String, FaultyLink> byListener) implements AutoCloseable {

    static NodeLinks open(int id) {
        return new NodeLinks(
                id,
                ClusterProperties.LISTENERS.stream()
                        .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> FaultyLink.open())));
    }

    FaultyLink link(String listener) {
        return requireNonNull(byListener.get(listener), listener);
    }

    void leadTo(Map<String, Integer> ports) {
        ports.forEach((listener, port) -> link(listener).leadTo(port));
    }

    void leadNowhere() {
        byListener.values().forEach(FaultyLink::leadNowhere);
    }

    @Override
    public void close() {
        byListener.values().forEach(FaultyLink::close);
    }
}
