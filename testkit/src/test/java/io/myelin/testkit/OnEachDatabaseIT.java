package io.myelin.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnEachDatabaseIT {

    @Nested
    @DisplayNameGeneration(ReplaceUnderscores.class)
    class A_test_that_asks_for_a_database {

        private static final Set<TestDatabase.Product> SEEN = EnumSet.noneOf(TestDatabase.Product.class);

        @BeforeEach
        void prepare(TestDatabase database) {
            database.execute("create table answer (n int)");
        }

        @OnEachDatabase
        void finds_it_as_its_preparation_left_it(TestDatabase database) {
            database.execute("insert into answer values (42)");

            assertThat(database.number("select n from answer")).isEqualTo(42);
            SEEN.add(database.product());
        }

        @OnEachDatabase
        void finds_nothing_of_other_tests_in_it(TestDatabase database) {
            assertThat(database.rows("select * from answer")).isEmpty();
        }

        @AfterAll
        static void ran_on_every_product() {
            assertThat(SEEN).containsExactlyInAnyOrder(TestDatabase.Product.values());
        }
    }

    @Nested
    @DisplayNameGeneration(ReplaceUnderscores.class)
    class A_database {

        @Test
        void in_a_directory_keeps_its_rows(@TempDir Path directory) {
            try (TestDatabase first = TestDatabase.h2File(directory)) {
                first.execute("create table kept (a int, b text)", "insert into kept values (1, null)");
            }

            try (TestDatabase second = TestDatabase.h2File(directory)) {
                assertThat(second.rows("select * from kept")).containsExactly("1|null");
            }
        }

        @Test
        void that_is_closed_refuses_work() {
            TestDatabase database = TestDatabase.h2();
            database.close();
            database.close();

            assertThatThrownBy(() -> database.execute("select 1"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("select 1");
        }
    }
}
