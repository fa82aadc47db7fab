/**
 * Creates the topics of a log and checks them at every start, so that no topic is used that would lose or renumber
 * events (rule 10 of the log protocol).
 *
 * <p>Enter at {@link TopicSetup}: it asks the brokers through {@code TopicAdmin}, has {@code TopicCheck} judge what
 * was described, and gives {@link StoreTopics} or throws {@link io.myelin.store.kafka.StoreSetupException}. What a
 * topic must be stands once, in {@code TopicPlan}: topics are created and judged by it. {@code MendCommands} knows
 * Kafka's command line tools, {@code ClientIdentity} who we are to the brokers. Nothing in here knows events or Axon.
 */
@NullMarked
package io.myelin.store.kafka.topic;

import org.jspecify.annotations.NullMarked;
