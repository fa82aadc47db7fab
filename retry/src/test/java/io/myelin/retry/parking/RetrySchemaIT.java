package io.myelin.retry.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RetrySchemaIT {

    @OnEachDatabase
    void the_tables_come_into_a_schema_that_holds_others_and_stay_when_asked_for_again(TestDatabase database) {
        database.execute("create table orders (id int primary key)");

        RetrySchema.migrate(database.dataSource());
        database.execute("insert into retry_audit (processing_group, acted_at, actor, action, target, reason, detail)"
                + " values ('g', current_timestamp, 'a', 'EVICT', 't', 'r', 'd')");
        RetrySchema.migrate(database.dataSource());

        assertThat(database.number("select count(*) from retry_audit")).isOne();
        assertThat(database.number("select count(*) from orders")).isZero();
    }

    @OnEachDatabase
    void several_nodes_may_start_at_the_same_time(TestDatabase database) throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(3);
        List<Future<?>> starts = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            starts.add(nodes.submit(() -> RetrySchema.migrate(database.dataSource())));
        }
        for (Future<?> start : starts) {
            start.get();
        }
        nodes.shutdown();

        assertThat(database.number("select count(*) from retry_sequence")).isZero();
    }
}
