package io.myelin.store.kafka.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * One run of the adversary: everything in it follows from the seed, so a failing seed replays.
 *
 * <p>Each seed has a temper of its own: how often the network delays, loses and repeats, how often nodes crash and
 * callers give up. At the end the faults stop, what is on its way lands, and every open commit must get its answer.
 */
class Schedule {

    private static final int NODES_MAX = 3;
    private static final int STEPS_MIN = 40;
    private static final int STEPS_MAX = 220;
    /** Rounds of a fair network after which everything must have been answered; a dozen are usual. */
    private static final int FAIR_ROUNDS_MAX = 500;

    private static final byte[] NOTHING = new byte[0];

    private final SplittableRandom random;
    private final SeededBug bug;
    private final SimulatedLog log = new SimulatedLog();
    private final History history = new History(log);
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<Follower> followers = new ArrayList<>();
    private final Temper temper;
    private int commits;

    private record Follower(LogFollower follower, long from, List<Long> handedOut) {
        void poll(SplittableRandom random) {
            follower.poll(1 + random.nextInt(5)).forEach(event -> handedOut.add(event.offset()));
        }
    }

    /** How often each kind of thing happens, as weights; drawn anew for each seed, some of them none. */
    private record Temper(List<Integer> weights, int aggregates) {
        static Temper draw(SplittableRandom random) {
            List<Integer> weights = List.of(
                    6 + random.nextInt(10), // submit
                    12 + random.nextInt(12), // step
                    8 + random.nextInt(12), // deliver
                    8 + random.nextInt(12), // replicate
                    8 + random.nextInt(12), // acknowledge
                    random.nextInt(8), // tail
                    random.nextInt(6), // time out
                    random.nextInt(4), // lose
                    random.nextInt(3), // change leader
                    random.nextInt(3), // foreign record
                    random.nextInt(4) == 0
                            ? 4 + random.nextInt(10)
                            : random.nextInt(3), // crash: one seed in four has short lives
                    random.nextInt(5), // give up
                    1 + random.nextInt(3)); // follow
            return new Temper(weights, 1 + random.nextInt(3));
        }

        int pick(SplittableRandom random) {
            int total = 0;
            for (int weight : weights) {
                total += weight;
            }
            int left = random.nextInt(total);
            for (int i = 0; i < weights.size(); i++) {
                left -= weights.get(i);
                if (left < 0) {
                    return i;
                }
            }
            throw new IllegalStateException("The weights do not add up to " + total + ".");
        }
    }

    Schedule(long seed, SeededBug bug) {
        this.random = new SplittableRandom(seed);
        this.bug = bug;
        this.temper = Temper.draw(random);
        int count = 1 + random.nextInt(NODES_MAX);
        // Of its own, so that the rest of a schedule doesn't depend on it.
        SplittableRandom waits = new SplittableRandom(~seed);
        SimulatedHoldBack holdBack = SimulatedHoldBack.any(waits);
        SimulatedNode.World world =
                new SimulatedNode.World(log, history, bug, (writer, replica) -> holdBack.of(writer, replica, waits));
        for (int number = 0; number < count; number++) {
            nodes.add(new SimulatedNode(number, world));
        }
    }

    /** Runs to the end and returns what was violated; empty is what must be. */
    List<String> run() {
        int steps = STEPS_MIN + random.nextInt(STEPS_MAX - STEPS_MIN);
        for (int i = 0; i < steps; i++) {
            act(temper.pick(random));
        }
        log.deliverRest(random);
        boolean finished = finishFairly();
        log.deliverRest(random);
        return judge(finished);
    }

    private void act(int action) {
        SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
        switch (action) {
            case 0 -> node.submit(newCommit(node));
            case 1 -> node.step(random);
            case 2 -> log.deliverAny(random);
            case 3 -> log.replicate(random);
            case 4 -> log.acknowledgeAny(random);
            case 5 -> node.tail(random);
            case 6 -> node.timeOut();
            case 7 -> log.loseAny(random);
            case 8 -> log.changeLeader(random);
            case 9 -> log.writeForeign();
            case 10 -> crash(node);
            case 11 -> giveUp();
            default -> follow();
        }
    }

    private void crash(SimulatedNode node) {
        if (random.nextInt(4) == 0) {
            node.flush();
        } else {
            node.crashAndRestart();
        }
    }

    private void giveUp() {
        List<Commit> open = history.open();
        if (!open.isEmpty()) {
            Commit commit = open.get(random.nextInt(open.size()));
            nodes.get(history.nodeOf(commit.id())).giveUp(commit);
        }
    }

    private void follow() {
        if (followers.size() < 2) {
            long from = random.nextInt(log.highWatermark() + 1);
            followers.add(new Follower(bug.follower(log, from), from, new ArrayList<>()));
        }
        followers.forEach(follower -> follower.poll(random));
    }

    /** A commit as a caller decides it: on the state that its node knows, which others may have overtaken. */
    private Commit newCommit(SimulatedNode node) {
        UUID id = new UUID(0, ++commits);
        List<NewEvent> events = new ArrayList<>();
        int aggregates = 1 + random.nextInt(2);
        for (int i = 0; i < aggregates; i++) {
            String aggregate = "a" + (random.nextInt(temper.aggregates()) + i * temper.aggregates());
            long sequence = node.state().lastSequenceNumber(aggregate) + 1;
            int length = 1 + random.nextInt(2);
            for (int j = 0; j < length; j++) {
                events.add(newEvent(aggregate, sequence + j, eventId(id, events.size())));
            }
        }
        return new Commit(id, events, events.size());
    }

    /** Mostly new; now and then an identifier that another commit used or will use. */
    private String eventId(UUID commitId, int index) {
        return random.nextInt(30) == 0
                ? "shared-" + random.nextInt(3)
                : commitId.getLeastSignificantBits() + "-" + index;
    }

    private static NewEvent newEvent(String aggregate, long sequence, String eventId) {
        return new NewEvent(
                new LoggedEvent(eventId, "Type", aggregate, sequence, 0, 0, "happened", null, NOTHING, NOTHING),
                Map.of());
    }

    private boolean finishFairly() {
        for (int round = 0; round < FAIR_ROUNDS_MAX; round++) {
            if (nodes.stream().allMatch(SimulatedNode::isIdle)) {
                return true;
            }
            nodes.forEach(node -> {
                node.step(random);
                log.deliverFairly(random);
                node.timeOut();
            });
        }
        return false;
    }

    private List<String> judge(boolean finished) {
        Safety safety = new Safety(log).checkAnswers(history).checkOrder().checkReadersFromEveryOffset(bug);
        for (Follower follower : followers) {
            while (follower.follower().position() < log.highWatermark() && !stuck(follower)) {
                follower.poll(random);
            }
            safety.checkReader("a follower since the middle of the run", follower.from(), follower.handedOut());
        }
        for (SimulatedNode node : nodes) {
            for (int i = 0; i <= log.highWatermark(); i++) {
                node.tail(random);
            }
            safety.checkState(node);
        }
        if (!finished || !history.open().isEmpty()) {
            safety.violate("Progress: commits %s got no answer though the faults had ended."
                    .formatted(history.open().stream().map(Commit::id).toList()));
        }
        return safety.violations();
    }

    /** The log may end inside a group that nobody will complete; a follower rightly waits before it. */
    private boolean stuck(Follower follower) {
        long before = follower.follower().position();
        follower.follower()
                .poll(log.end())
                .forEach(event -> follower.handedOut().add(event.offset()));
        return follower.follower().position() == before;
    }
}
