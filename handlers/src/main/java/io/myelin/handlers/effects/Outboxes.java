package io.myelin.handlers.effects;

import io.micrometer.core.instrument.MeterRegistry;
import io.myelin.core.jdbc.JdbcTransactions;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/** All channels that an application's projections send to. */
public final class Outboxes {

    private static final int NAME_LENGTH_MAX = 100;

    private final Map<String, Named> named = new LinkedHashMap<>();
    private volatile Map<String, OutboxRelay> relays = Map.of();

    private record Named(OutboxSender sender, OutboxSettings settings) {}

    /** Makes one without channels. */
    public Outboxes() {}

    /** Names who sends a channel's messages, with {@link OutboxSettings#DEFAULT}; see the other {@code add}. */
    public void add(String channel, OutboxSender sender) {
        add(channel, sender, OutboxSettings.DEFAULT);
    }

    /**
     * Names who sends a channel's messages; before the application starts.
     *
     * @param channel 1 to 100 characters
     *
     * @throws IllegalArgumentException if the name has no or more than 100 characters, or a sender already
     */
    public void add(String channel, OutboxSender sender, OutboxSettings settings) {
        if (channel.isBlank() || channel.length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException("A channel's name must have 1 to " + NAME_LENGTH_MAX
                    + " characters, for it is stored with each message; '" + channel + "' has " + channel.length()
                    + ".");
        }
        if (named.putIfAbsent(channel, new Named(sender, settings)) != null) {
            throw new IllegalArgumentException(
                    "Channel '" + channel + "' has two senders, of which only one could send."
                            + " Name another channel, or let one sender do both.");
        }
    }

    /** Returns whether no channel was named. */
    public boolean isEmpty() {
        return named.isEmpty();
    }

    /** Makes the relays; they send nothing yet. */
    public void open(JdbcTransactions transactions, Clock clock, MeterRegistry registry) {
        Map<String, OutboxRelay> opened = new LinkedHashMap<>();
        named.forEach((channel, with) -> opened.put(
                channel,
                new OutboxRelay(
                        new OutboxTable(channel, transactions), with.sender(), with.settings(), clock, registry)));
        relays = Map.copyOf(opened);
    }

    /** Lets the relays send; the executor, of at least one thread, stays the caller's to shut down. */
    public void start(ScheduledExecutorService executor) {
        relays.values().forEach(relay -> relay.start(executor));
    }

    /** Lets the relays send no more; waits for a message that is being sent, up to 10 s each. */
    public void close() {
        relays.values().forEach(OutboxRelay::close);
    }

    /**
     * Returns the channel's relay.
     *
     * @throws IllegalArgumentException if no sender was named for it
     */
    public OutboxRelay relay(String channel) {
        OutboxRelay found = relays.get(channel);
        if (found == null) {
            throw new IllegalArgumentException("Nobody sends channel '" + channel
                    + "', so that its messages would pile up"
                    + " for ever; there are " + relays.keySet() + ". Name a sender: projections.outboxes().add(\""
                    + channel
                    + "\", sender).");
        }
        return found;
    }

    OutboxRelay requireRoom(String channel) {
        OutboxRelay relay = relay(channel);
        relay.requireRoom();
        return relay;
    }
}
