package io.myelin.store.kafka.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A log with one partition, its replicas and the network before it, as an adversary would have them.
 *
 * <p>Messages are delivered late, twice, in any order or never; what is not yet replicated is lost when the leader changes.
 */
class SimulatedLog implements ReadableLog {

    /** Copies of one message that may land: the client retries, and a late first copy arrives as well. */
    private static final int COPIES_MAX = 2;

    /** A broker batch on its way: records that land together, at consecutive offsets. */
    static final class Message {
        final SimulatedNode sender;
        final List<LogRecord> records;
        final int firstIndex;
        final List<Long> landedAt = new ArrayList<>();
        int copiesLeft = COPIES_MAX;
        /** Whether the sender still waits for the acknowledgement. */
        boolean awaited = true;

        Message(SimulatedNode sender, List<LogRecord> records, int firstIndex) {
            this.sender = sender;
            this.records = records;
            this.firstIndex = firstIndex;
        }
    }

    private final List<LogRecord> records = new ArrayList<>();
    private final List<Message> network = new ArrayList<>();
    private int highWatermark;

    @Override
    public List<LogRecord> read(long from, int recordsMax) {
        int start = (int) Math.min(from, highWatermark);
        return new ArrayList<>(records.subList(start, (int) Math.min(highWatermark, (long) start + recordsMax)));
    }

    int highWatermark() {
        return highWatermark;
    }

    int end() {
        return records.size();
    }

    /** Everything that all in-sync replicas have. */
    List<LogRecord> committed() {
        return records.subList(0, highWatermark);
    }

    void send(Message message) {
        network.add(message);
    }

    /** Lands one copy of any message. */
    void deliverAny(RandomGenerator random) {
        List<Message> deliverable =
                network.stream().filter(m -> m.copiesLeft > 0).toList();
        if (deliverable.isEmpty()) {
            return;
        }
        deliver(deliverable.get(random.nextInt(deliverable.size())));
    }

    void deliver(Message message) {
        message.copiesLeft--;
        message.landedAt.add((long) records.size());
        for (LogRecord record : message.records) {
            land(record);
        }
        forgetDone();
    }

    void writeForeign() {
        land(new LogRecord.Foreign(0));
    }

    private void land(LogRecord record) {
        long offset = records.size();
        if (record instanceof LogRecord.Event event) {
            records.add(new LogRecord.Event(offset, event.stamp(), event.event()));
        } else if (record instanceof LogRecord.Fence) {
            records.add(new LogRecord.Fence(offset));
        } else {
            records.add(new LogRecord.Foreign(offset));
        }
    }

    void replicate(RandomGenerator random) {
        if (highWatermark < records.size()) {
            highWatermark += 1 + random.nextInt(records.size() - highWatermark);
        }
    }

    void replicateAll() {
        highWatermark = records.size();
    }

    /** The new leader lacks part of what was never acknowledged. */
    void changeLeader(RandomGenerator random) {
        int kept = highWatermark + random.nextInt(records.size() - highWatermark + 1);
        records.subList(kept, records.size()).clear();
        for (Message message : network) {
            message.landedAt.removeIf(at -> at + message.records.size() > kept);
        }
    }

    /** Drops any message; whatever copy of it landed stays. */
    void loseAny(RandomGenerator random) {
        if (!network.isEmpty()) {
            network.get(random.nextInt(network.size())).copiesLeft = 0;
            forgetDone();
        }
    }

    /** Acknowledges any landed copy of any awaited message, if all in-sync replicas have it. */
    void acknowledgeAny(RandomGenerator random) {
        List<Message> landed = network.stream()
                .filter(m -> m.awaited && replicatedAt(m) != null)
                .toList();
        if (!landed.isEmpty()) {
            acknowledge(landed.get(random.nextInt(landed.size())), random);
        }
    }

    private void acknowledge(Message message, RandomGenerator random) {
        List<Long> places = message.landedAt.stream()
                .filter(at -> at + message.records.size() <= highWatermark)
                .toList();
        message.awaited = false;
        message.sender.acknowledged(message, places.get(random.nextInt(places.size())));
        forgetDone();
    }

    private @Nullable Long replicatedAt(Message message) {
        for (long at : message.landedAt) {
            if (at + message.records.size() <= highWatermark) {
                return at;
            }
        }
        return null;
    }

    /** The sender waits no more; what is on its way may land all the same. */
    void forget(SimulatedNode sender) {
        network.stream().filter(m -> m.sender == sender).forEach(m -> m.awaited = false);
        forgetDone();
    }

    private void forgetDone() {
        network.removeIf(m -> m.copiesLeft == 0 && !m.awaited);
    }

    /** Lands and acknowledges one copy of everything at once, as a network without faults does. */
    void deliverFairly(RandomGenerator random) {
        for (Message message : List.copyOf(network)) {
            if (message.awaited) {
                deliver(message);
                message.copiesLeft = 0;
                replicateAll();
                acknowledge(message, random);
            }
        }
    }

    /** Delivers what is still on its way, so that nothing can become valid later. */
    void deliverRest(RandomGenerator random) {
        while (network.stream().anyMatch(m -> m.copiesLeft > 0)) {
            deliverAny(random);
        }
        replicateAll();
    }
}
