package io.myelin.retry.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.retry.LineStoppedException;
import io.myelin.retry.RetrySettings;
import io.myelin.testkit.FaultyDataSource;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.net.ConnectException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ParkingIT {

    private static final Noted A0 = new Noted("a", 0);
    private static final Noted A1 = new Noted("a", 1);
    private static final Noted A2 = new Noted("a", 2);
    private static final Noted B0 = new Noted("b", 0);

    private RetryFixture fixture;

    @BeforeEach
    void open(TestDatabase database) {
        fixture = new RetryFixture(database);
    }

    @OnEachDatabase
    void an_event_that_fails_is_parked_with_its_followers_and_the_others_go_on() {
        fixture.journal.fail(A0, new IllegalStateException("not now"));

        fixture.process(A0, B0, A1);
        fixture.process(A2);

        assertThat(fixture.parked()).containsExactly("a|RETRYING|1|3");
        assertThat(fixture.journal.of("a")).isEmpty();
        assertThat(fixture.journal.of("b")).containsExactly("0");
    }

    @OnEachDatabase
    void a_statement_that_the_database_refused_is_parked_like_any_other_failure() {
        fixture.journal.prank(A0, ParkingIT::violateNotNull);

        fixture.process(A0, B0);

        assertThat(fixture.parked()).containsExactly("a|DEAD|1|1");
        assertThat(fixture.journal.of("b")).containsExactly("0");
        assertThat(fixture.database.rows("select outcome, category, sql_state from retry_attempt"))
                .containsExactly("FAILED|PERMANENT|23502");
    }

    @OnEachDatabase
    void an_outage_parks_nothing_charges_nothing_and_rolls_the_batch_back() {
        fixture.journal.fail(A0, new ConnectException("refused"));

        assertThatThrownBy(() -> fixture.process(B0, A0)).isInstanceOf(LineStoppedException.class);

        assertThat(fixture.parked()).isEmpty();
        assertThat(fixture.journal.of("b")).isEmpty();
        assertThat(fixture.retry.gate().holdsBack()).isTrue();

        fixture.process(B0, A0);

        assertThat(fixture.journal.of("a")).containsExactly("0");
        assertThat(fixture.retry.gate().holdsBack()).isFalse();
    }

    @OnEachDatabase
    void what_makes_five_sequences_fail_alike_stops_the_line_instead_of_parking_everything() {
        GroupRetry watchful = fixture.groupRetry(RetrySettings.defaults()).build();
        Noted[] first =
                IntStream.range(0, 5).mapToObj(n -> new Noted("s" + n, 0)).toArray(Noted[]::new);
        for (Noted event : first) {
            fixture.journal.fail(event, new IllegalStateException("the new release has a bug"));
        }

        assertThatThrownBy(() -> fixture.processOn(watchful, first))
                .isInstanceOf(LineStoppedException.class)
                .hasMessageContaining("Many sequences fail alike")
                .hasMessageContaining("systemicSequences(0)");

        assertThat(fixture.parked()).isEmpty();
        assertThat(watchful.gate().holdsBack()).isTrue();
        assertThat(fixture.counted("retry.attempts", "category", "systemic", "outcome", "stopped"))
                .isEqualTo(1);
        fixture.processOn(watchful, first);
        assertThat(fixture.journal.of("s4")).containsExactly("0");
        assertThat(watchful.gate().holdsBack()).isFalse();
    }

    @OnEachDatabase
    void what_a_rolled_back_batch_parked_is_not_parked() {
        fixture.journal.fail(A0, new IllegalStateException("not now"));
        fixture.journal.fail(B0, new ConnectException("refused"));

        assertThatThrownBy(() -> fixture.process(A0, B0)).isInstanceOf(LineStoppedException.class);
        fixture.process(A0, A1);

        assertThat(fixture.journal.of("a")).containsExactly("0", "1");
    }

    @OnEachDatabase
    void a_processor_that_starts_anew_knows_what_is_parked() {
        fixture.journal.fail(A0, new IllegalStateException("not now"));
        fixture.process(A0);

        fixture.retry.segmentReleased(Segment.ROOT_SEGMENT);
        fixture.process(A1);

        assertThat(fixture.parked()).containsExactly("a|RETRYING|1|2");
    }

    @OnEachDatabase
    void a_segment_that_comes_back_without_having_been_given_up_knows_what_another_node_parked() {
        fixture.process(B0);
        fixture.journal.fail(A0, new IllegalStateException("not now"));
        fixture.processOn(fixture.groupRetry(RetrySettings.defaults()).build(), A0);

        fixture.retry.segmentClaimed(Segment.ROOT_SEGMENT.getSegmentId());
        fixture.process(A1);

        assertThat(fixture.parked()).containsExactly("a|RETRYING|1|2");
        assertThat(fixture.journal.of("a")).isEmpty();
    }

    @OnEachDatabase
    void a_full_sequence_or_a_full_group_stops_the_line_and_loses_nothing() {
        GroupRetry small = fixture.groupRetry(RetrySettings.defaults())
                .limits(new ParkingLimits(1, 2))
                .build();
        fixture.journal.fail(A0, new IllegalArgumentException("poison"));
        fixture.processOn(small, A0, A1);

        assertThatThrownBy(() -> fixture.processOn(small, A2))
                .isInstanceOf(LineStoppedException.class)
                .hasMessageContaining("would hold 3 parked events, and the limit is 2");

        fixture.journal.fail(B0, new IllegalArgumentException("poison"));
        assertThatThrownBy(() -> fixture.processOn(small, B0))
                .isInstanceOf(LineStoppedException.class)
                .hasMessageContaining("1 sequences of group 'journal' are parked")
                .hasMessageContaining("limit of 1");
        assertThat(fixture.parked()).containsExactly("a|DEAD|1|2");
    }

    @OnEachDatabase
    void a_processor_with_nothing_parked_asks_the_retry_tables_once() {
        FaultyDataSource counting = FaultyDataSource.over(fixture.database.dataSource());
        JdbcTransactions transactions = JdbcTransactions.on(counting);
        GroupRetry retry = fixture.groupRetry(RetrySettings.defaults())
                .transactions(transactions)
                .delivery(event -> {})
                .build();

        for (int n = 0; n < 100; n++) {
            transactions.executeInTransaction(() -> {
                UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(fixture.message(B0));
                unitOfWork.execute(() -> retry.handle(fixture.message(B0), "b", Segment.ROOT_SEGMENT));
            });
        }

        assertThat(counting.callNames()).filteredOn("executeQuery"::equals).hasSize(1);
        assertThat(counting.callNames()).filteredOn("executeUpdate"::equals).isEmpty();
    }

    private static void violateNotNull(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into journal (sequence, number) values (null, 1)");
        }
    }
}
