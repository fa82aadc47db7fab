package io.myelin.store.kafka.index;

import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes native resources in the reverse order of their creation, each even if one before it fails. */
final class Closing {

    private static final Logger log = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    /** Closes all, the last one pushed first, and empties the stack. */
    static void all(Deque<AutoCloseable> stack) {
        while (!stack.isEmpty()) {
            AutoCloseable resource = stack.pop();
            try {
                resource.close();
            } catch (Exception e) {
                log.warn("Couldn't close {} of the index; going on with the others.", resource, e);
            }
        }
    }
}
