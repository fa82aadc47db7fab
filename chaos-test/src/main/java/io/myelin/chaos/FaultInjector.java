package io.myelin.chaos;

import io.myelin.chaos.FaultPlan.Fault;
import io.myelin.embeddedkafka.ClusterBroker;
import io.myelin.embeddedkafka.EmbeddedKafkaCluster;
import io.myelin.embeddedkafka.FaultyLink;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out a plan: makes each fault when its time has come, and ends it. Used by one thread per line of faults. */
final class FaultInjector {

    private static final Logger log = LoggerFactory.getLogger(FaultInjector.class);

    private static final Duration SLOWNESS = Duration.ofMillis(150);

    private final EmbeddedKafkaCluster cluster;
    private final List<WriterProcess> writers;
    private final LeaderMoves leaders;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Map<FaultKind, Integer> made = new EnumMap<>(FaultKind.class);
    private volatile String current = "none";

    FaultInjector(EmbeddedKafkaCluster cluster, List<WriterProcess> writers, LeaderMoves leaders) {
        this.cluster = cluster;
        this.writers = writers;
        this.leaders = leaders;
    }

    /** Carries the faults out one after the other; a fault that took longer than planned delays the next ones. */
    void carryOut(List<Fault> line, long startNs) throws InterruptedException {
        for (Fault fault : line) {
            long waitNs = fault.atMs() * 1_000_000L - (System.nanoTime() - startNs);
            if (stopped.await(Math.max(0, waitNs), TimeUnit.NANOSECONDS)) {
                return;
            }
            try {
                make(fault);
                count(fault.kind());
            } catch (RuntimeException | IOException | ExecutionException | TimeoutException e) {
                // With the cluster half down some can't be made, such as a move of the leader.
                log.debug("{} could not be made.", fault, e);
            }
        }
    }

    void stop() {
        stopped.countDown();
    }

    /** Returns what was made, by kind. */
    synchronized Map<FaultKind, Integer> made() {
        return new EnumMap<>(made);
    }

    /** Returns what was begun last. */
    String current() {
        return current;
    }

    private synchronized void count(FaultKind kind) {
        made.merge(kind, 1, Integer::sum);
    }

    private void make(Fault fault) throws InterruptedException, IOException, ExecutionException, TimeoutException {
        current = fault.kind().text;
        if (fault.kind().isOfWriters()) {
            makeWriterFault(fault);
            return;
        }
        ClusterBroker broker = target(fault);
        switch (fault.kind()) {
            case KILL_BROKER -> {
                broker.kill();
                last(fault);
                broker.start();
            }
            case STOP_BROKER -> {
                broker.stop();
                last(fault);
                broker.start();
            }
            case FREEZE_BROKER -> {
                broker.freeze();
                last(fault);
                broker.thaw();
            }
            case OUTAGE -> {
                ClusterBroker other = cluster.broker(broker.id() % ChaosSettings.BROKERS + 1);
                broker.kill();
                other.kill();
                last(fault);
                cluster.healAll();
            }
            case MOVE_LEADER -> {
                leaders.moveTo(broker.id());
                last(fault);
            }
            default -> makeLinkFault(fault, broker);
        }
    }

    private void makeLinkFault(Fault fault, ClusterBroker broker) throws InterruptedException {
        FaultyLink link = fault.kind() == FaultKind.CUT_PEERS ? broker.peerLink() : broker.clientLink();
        switch (fault.kind()) {
            case RESET_CONNECTIONS -> link.reset();
            case LOSE_ANSWERS -> link.cut(FaultyLink.Direction.TO_CLIENT);
            case LOSE_REQUESTS -> link.cut(FaultyLink.Direction.TO_SERVER);
            case SLOW -> link.delay(SLOWNESS);
            default -> link.blackHole();
        }
        last(fault);
        link.heal();
    }

    private void makeWriterFault(Fault fault) throws InterruptedException, IOException {
        WriterProcess writer = writers.get(fault.target());
        if (fault.kind() == FaultKind.KILL_WRITER) {
            writer.kill();
            last(fault);
            writer.start();
        } else {
            writer.signal("STOP");
            last(fault);
            writer.signal("CONT");
        }
    }

    /** Faults of one broker meet the leader more often than not: elsewhere most of them are hardly felt. */
    private ClusterBroker target(Fault fault) {
        boolean anyBroker = fault.target() == 0 || fault.kind() == FaultKind.MOVE_LEADER;
        int id = anyBroker ? fault.atMs() % ChaosSettings.BROKERS + 1 : leaders.leaderOr(fault.target() + 1);
        return cluster.broker(id);
    }

    private void last(Fault fault) throws InterruptedException {
        boolean unused = stopped.await(fault.lastsMs(), TimeUnit.MILLISECONDS);
    }
}
