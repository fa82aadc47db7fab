package io.myelin.embeddedkafka;

import io.myelin.embeddedkafka.internal.BrokerNode;
import io.myelin.embeddedkafka.internal.KraftNode;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a node, if asked to with Kafka's classes loaded apart from the application's. A broker needs the very version of
 * {@code kafka-clients} that it was built with, and an application may bring another.
 */
final class NodeLoader extends URLClassLoader {

    /** System property: the {@code kafka-clients} jar for the broker, where the class path has one of another version. */
    static final String CLIENTS_JAR = "myelin.embedded-kafka.clients-jar";

    /** What is linked to Kafka's clients; all else, the interface to this module among it, stays the application's. */
    private static final List<String> APART = List.of("org.apache.kafka.", "kafka.", KraftNode.class.getName());

    static {
        registerAsParallelCapable();
    }

    private NodeLoader(URL[] path, ClassLoader application) {
        super("embedded-kafka", path, application);
    }

    /** A node on the class path's version of Kafka's clients, or on that of the system property. */
    static BrokerNode node(Properties properties, Map<String, ServerSocketChannel> sockets, String newClusterId)
            throws Exception {
        String clientsJar = System.getProperty(CLIENTS_JAR, "");
        if (clientsJar.isBlank()) {
            return new KraftNode(properties, sockets, newClusterId);
        }
        ClassLoader apart = new NodeLoader(path(clientsJar), KraftNode.class.getClassLoader());
        try {
            BrokerNode node = within(apart, () -> (BrokerNode) apart.loadClass(KraftNode.class.getName())
                    .getConstructor(Properties.class, Map.class, String.class)
                    .newInstance(properties, sockets, newClusterId));
            return new Apart(node, apart);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (APART.stream().noneMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    /** The jar goes first, so that its classes win over those of the same names further back. */
    private static URL[] path(String clientsJar) throws MalformedURLException {
        List<String> entries = new ArrayList<>(List.of(clientsJar));
        new StringTokenizer(System.getProperty("java.class.path"), File.pathSeparator)
                .asIterator()
                .forEachRemaining(entry -> entries.add(entry.toString()));
        URL[] path = new URL[entries.size()];
        for (int i = 0; i < path.length; i++) {
            path[i] = Path.of(entries.get(i)).toUri().toURL();
        }
        return path;
    }

    /** Kafka loads what its properties name (an authorizer, for instance) by the thread's class loader. */
    private static <T> T within(ClassLoader apart, Step<T> step) throws Exception {
        Thread thread = Thread.currentThread();
        @Nullable ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(apart);
        try {
            return step.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private interface Step<T> {
        T run() throws Exception;
    }

    private record Apart(BrokerNode node, ClassLoader loader) implements BrokerNode {

        @Override
        public String clusterId() {
            return node.clusterId();
        }

        @Override
        public void start() {
            run(node::start);
        }

        @Override
        public void stop() {
            run(node::stop);
        }

        private void run(Runnable step) {
            try {
                within(loader, () -> {
                    step.run();
                    return loader;
                });
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
