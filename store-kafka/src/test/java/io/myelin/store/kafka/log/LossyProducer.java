package io.myelin.store.kafka.log;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A real producer with a bad connection: of some records it says that they timed out, though they landed, or though
 * they never left. Its one user sends from one thread at a time.
 */
final class LossyProducer {

    private LossyProducer() {}

    /**
     * Wraps a producer.
     *
     * @param percent of the records get a time-out for an answer
     */
    @SuppressWarnings("unchecked")
    static Producer<byte[], byte[]> around(Producer<byte[], byte[]> real, int percent, SplittableRandom random) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                LossyProducer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    boolean send = method.getName().equals("send") && arguments.length == 2;
                    if (send && random.nextInt(100) < percent) {
                        Callback callback = (Callback) arguments[1];
                        if (random.nextBoolean()) {
                            return real.send(
                                    (ProducerRecord<byte[], byte[]>) arguments[0],
                                    (metadata, failure) -> callback.onCompletion(null, timedOut()));
                        }
                        callback.onCompletion(null, timedOut());
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
    }

    private static TimeoutException timedOut() {
        return new TimeoutException("Nobody answered (as the test wants it).");
    }
}
