package io.myelin.retry.parking;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.retry.Classifier;
import io.myelin.retry.RetryPolicy;
import io.myelin.retry.RetrySettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.axonframework.common.AxonConfigurationException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.jspecify.annotations.Nullable;

/** Names what a group's retry needs; {@link #build()} tells what is missing. */
public final class GroupRetryBuilder {

    /** The width of the columns that hold them. */
    private static final int NAME_CHARS_MAX = 100;

    private @Nullable String processingGroup;
    private @Nullable JdbcTransactions transactions;
    private @Nullable Serializer serializer;
    private @Nullable EventDelivery delivery;
    private @Nullable RetryPolicy policy;
    EventUpcaster upcasters = NoOpEventUpcaster.INSTANCE;
    ParkingLimits limits = ParkingLimits.DEFAULT;
    Clock clock = Clock.systemUTC();
    RandomGenerator random = new SecureRandom();
    GroupRetry.Waiter waiter = pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    MeterRegistry meterRegistry = new SimpleMeterRegistry();
    DeliveryRunner runner = DeliveryRunner.direct();
    String node = "local";
    // Longer than any handler should take: past it, the event is delivered again and the late effects are undone.
    Duration leaseTime = Duration.ofMinutes(1);

    GroupRetryBuilder() {}

    /** Sets the group's name, at most 100 characters; required. */
    public GroupRetryBuilder processingGroup(String name) {
        processingGroup = name;
        return this;
    }

    /** Sets the transactions in which the group's handlers write; their database has the retry tables. Required. */
    public GroupRetryBuilder transactions(JdbcTransactions jdbcTransactions) {
        transactions = jdbcTransactions;
        return this;
    }

    /** Sets the event store's serializer, by which events become letters and events again; required. */
    public GroupRetryBuilder serializer(Serializer eventSerializer) {
        serializer = eventSerializer;
        return this;
    }

    /** Sets what hands an event to the group's handlers; required. */
    public GroupRetryBuilder delivery(EventDelivery eventDelivery) {
        delivery = eventDelivery;
        return this;
    }

    /** Sets what decides about failures; the default settings and the built-in classifier otherwise. */
    public GroupRetryBuilder policy(RetryPolicy retryPolicy) {
        policy = retryPolicy;
        return this;
    }

    /** Sets the upcasters of events that were parked by an earlier release; none otherwise. */
    public GroupRetryBuilder upcasters(EventUpcaster eventUpcasters) {
        upcasters = eventUpcasters;
        return this;
    }

    /** Sets how much may be parked; {@link ParkingLimits#DEFAULT} otherwise. */
    public GroupRetryBuilder limits(ParkingLimits parkingLimits) {
        limits = parkingLimits;
        return this;
    }

    /** Sets the clock that all times are from; the system's otherwise. Nodes must agree on it to the second. */
    public GroupRetryBuilder clock(Clock timeSource) {
        clock = timeSource;
        return this;
    }

    /** Sets the source of jitter; it must be safe for several threads. */
    public GroupRetryBuilder random(RandomGenerator randomGenerator) {
        random = randomGenerator;
        return this;
    }

    /** Sets how a thread waits between two tries in place; it sleeps otherwise. */
    public GroupRetryBuilder waiter(GroupRetry.Waiter threadWaiter) {
        waiter = threadWaiter;
        return this;
    }

    /** Sets where the meters go; nowhere otherwise. */
    public GroupRetryBuilder meterRegistry(MeterRegistry registry) {
        meterRegistry = registry;
        return this;
    }

    /** Sets what runs the deliveries of parked events; the worker's own threads otherwise. */
    public GroupRetryBuilder runner(DeliveryRunner deliveryRunner) {
        runner = deliveryRunner;
        return this;
    }

    /** Sets the name by which this process is known in the tables, at most 100 characters; {@code local} otherwise. */
    public GroupRetryBuilder node(String name) {
        node = name;
        return this;
    }

    /**
     * Sets how long a retried event's handlers may take, 1 minute otherwise; what takes longer is undone and tried
     * again. A process that dies with an event in its hands holds up that one's sequence for so long.
     */
    public GroupRetryBuilder leaseTime(Duration time) {
        leaseTime = time;
        return this;
    }

    /**
     * Returns the group's retry.
     *
     * @throws AxonConfigurationException if something required is missing or doesn't fit; the message names it
     */
    public GroupRetry build() {
        checkName("The processing group's name", processingGroup());
        checkName("The node's name", node);
        if (leaseTime.isNegative() || leaseTime.isZero()) {
            throw new AxonConfigurationException("The lease time must be longer than zero, was " + leaseTime
                    + ". Handlers would lose every retried event before they have handled it.");
        }
        return new GroupRetry(this);
    }

    String processingGroup() {
        return required(processingGroup, "processingGroup");
    }

    JdbcTransactions transactions() {
        return required(transactions, "transactions");
    }

    Serializer serializer() {
        return required(serializer, "serializer");
    }

    EventDelivery delivery() {
        return required(delivery, "delivery");
    }

    RetryPolicy policy() {
        return policy != null
                ? policy
                : new RetryPolicy(RetrySettings.defaults(), Classifier.builtIn(), requireNonNull(random, "random"));
    }

    private static void checkName(String what, String name) {
        if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
            throw new AxonConfigurationException(what + " must have 1 to " + NAME_CHARS_MAX
                    + " characters to be stored, was '" + name + "'. Choose a shorter one.");
        }
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new AxonConfigurationException(
                    "A processing group's retry needs " + name + "; call GroupRetry.builder()." + name + "(...).");
        }
        return value;
    }
}
