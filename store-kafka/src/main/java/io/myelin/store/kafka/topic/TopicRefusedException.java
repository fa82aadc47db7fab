package io.myelin.store.kafka.topic;

/** The brokers refused an order on one topic; the message is a finding, to be collected with those on other topics. */
final class TopicRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TopicRefusedException(String finding, Throwable cause) {
        super(finding, cause);
    }
}
