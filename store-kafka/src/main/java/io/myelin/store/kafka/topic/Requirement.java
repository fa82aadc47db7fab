package io.myelin.store.kafka.topic;

import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What one setting of a topic must be.
 *
 * @param setting Kafka's name of it
 * @param wanted the value that a new topic gets and that mends an old one
 * @param holds whether a topic that was found will do
 * @param consequence what another value would lead to, as a sentence
 */
record Requirement(String setting, String wanted, Predicate<DescribedTopic> holds, String consequence) {

    static Requirement exactly(String setting, Object wanted, String consequence) {
        String value = wanted.toString();
        return new Requirement(setting, value, topic -> topic.setting(setting).equals(value), consequence);
    }

    /** A number of which others than the wanted one may do. */
    static Requirement number(String setting, int wanted, BiPredicate<DescribedTopic, Long> holds, String consequence) {
        return new Requirement(
                setting,
                Integer.toString(wanted),
                topic -> holds.test(topic, Long.parseLong(topic.setting(setting))),
                consequence);
    }
}
