package io.myelin.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.myelin.handlers.CrashStories.Story;
import io.myelin.retry.parking.RetrySchema;
import io.myelin.testkit.FaultyDataSource;
import io.myelin.testkit.FaultyDataSource.Fault;
import io.myelin.testkit.FaultyDataSource.Moment;
import io.myelin.testkit.FaultyDataSource.Reach;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.slf4j.LoggerFactory;

/**
 * Tells each story once, and then once for each of its calls to the database and each way in which that can go wrong: the
 * process dies before the call, or after it and so before its answer; the connection breaks before or after it. The story
 * is then told again, by another process or by the one that survived, and all must be as if nothing had happened.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class CrashIT {

    private TestDatabase database;

    /** Thousands of faults are told of otherwise, all of them planned. */
    @BeforeAll
    static void be_silent() {
        logOf("io.myelin").setLevel(Level.OFF);
    }

    @AfterAll
    static void speak_again() {
        logOf("io.myelin").setLevel(null);
    }

    private static Logger logOf(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @BeforeEach
    void prepare(TestDatabase opened) {
        database = opened;
        CounterProjection.createTable(database);
        HandlersSchema.migrate(database.dataSource());
        RetrySchema.migrate(database.dataSource());
    }

    @OnEachDatabase
    void batches_take_effect_once() {
        tellWithFaults(CrashStories.ofBatches());
    }

    @OnEachDatabase
    void events_that_fail_and_those_behind_them_take_effect_once() {
        tellWithFaults(CrashStories.ofFailures());
    }

    @OnEachDatabase
    void calls_and_messages_reach_the_outside_world_with_one_key() {
        tellWithFaults(CrashStories.ofEffects());
    }

    private void tellWithFaults(Map<String, Supplier<Story>> stories) {
        List<String> broken = new ArrayList<>();
        stories.forEach((name, story) -> {
            try {
                tellWithFaults(name, story, broken);
            } catch (Exception e) {
                throw new IllegalStateException("Without a fault: " + name, e);
            }
        });
        assertThat(broken).isEmpty();
    }

    private void tellWithFaults(String name, Supplier<Story> stories, List<String> broken) throws Exception {
        FaultyDataSource counting = FaultyDataSource.over(database.dataSource());
        List<String> expected = tell(stories.get(), counting);
        assertThat(counting.calls()).as(name).isGreaterThan(8);
        for (int call = 1; call <= counting.calls(); call++) {
            for (Fault fault : faultsAt(call, counting.callNames().get(call - 1))) {
                String where = name + ": " + fault + ", " + counting.callNames().get(call - 1);
                try {
                    List<String> found = tellWith(fault, stories.get());
                    if (!found.equals(expected)) {
                        broken.add(where + " gave " + found + " instead of " + expected);
                    }
                } catch (Exception e) {
                    broken.add(where + " could not be told again: " + e);
                }
            }
        }
    }

    private List<String> tell(Story story, FaultyDataSource dataSource) throws Exception {
        empty();
        story.tell(story.nodeOn(dataSource));
        return outcome(story);
    }

    private List<String> tellWith(Fault fault, Story story) throws Exception {
        empty();
        FaultyDataSource faulty = FaultyDataSource.over(database.dataSource()).plan(fault);
        SteppedProjection node = story.nodeOn(faulty);
        try {
            story.tell(node);
        } catch (Exception planned) {
            assertThat(planned).isNotNull();
        }
        story.tell(fault.reach() == Reach.PROCESS ? story.nodeOn(database.dataSource()) : node);
        return outcome(story);
    }

    /**
     * A process that dies after a call leaves what one leaves that dies before the next: only the commit's lost answer is tried
     * as well. A lost connection, which the process survives, differs by what the process remembers.
     */
    private static List<Fault> faultsAt(int call, String name) {
        List<Fault> faults = new ArrayList<>();
        faults.add(new Fault(call, Moment.BEFORE, Reach.PROCESS));
        if (name.equals("commit")) {
            faults.add(new Fault(call, Moment.AFTER, Reach.PROCESS));
            faults.add(new Fault(call, Moment.AFTER, Reach.CONNECTION));
        }
        if (name.equals("executeUpdate") || name.equals("executeBatch") || name.equals("commit")) {
            faults.add(new Fault(call, Moment.BEFORE, Reach.CONNECTION));
        }
        return faults;
    }

    /** What must be the same: rows in the order of each counter, what is parked, what is remembered, what was sent. */
    private List<String> outcome(Story story) {
        List<String> outcome = new ArrayList<>();
        outcome.addAll(database.rows("select counter, n from counted order by counter, id"));
        outcome.addAll(database.rows("select sequence_id, state from retry_sequence order by 1"));
        outcome.addAll(database.rows("select sequence_id, aggregate_seq from retry_letter order by 1, letter_index"));
        outcome.addAll(database.rows("select handler, count(*) from handled_event group by handler"));
        outcome.addAll(database.rows(
                "select message_key, count(*), count(sent_at) from outbox_message group by message_key order by 1"));
        // Known by their keys, repetitions are left out, as who is called does.
        outcome.addAll(story.outside.stream().distinct().sorted().toList());
        return outcome;
    }

    private void empty() {
        database.execute("delete from counted; delete from projection_token; delete from retry_attempt; delete from"
                + " retry_letter; delete from retry_sequence; delete from handled_event; delete from outbox_message");
    }
}
