package io.myelin.core.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.testkit.FaultyDataSource;
import io.myelin.testkit.FaultyDataSource.Fault;
import io.myelin.testkit.FaultyDataSource.Moment;
import io.myelin.testkit.FaultyDataSource.Reach;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

/** Runs here, not in the module it tests, because the databases are here. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class JdbcTransactionsIT {

    private FaultyDataSource dataSource;
    private JdbcTransactions transactions;

    @BeforeEach
    void prepare(TestDatabase database) {
        database.execute("create table written (n int)");
        dataSource = FaultyDataSource.over(database.dataSource());
        transactions = JdbcTransactions.on(dataSource);
    }

    @AfterEach
    void every_connection_is_back(TestDatabase database) {
        assertThat(database.dataSource().getHikariPoolMXBean().getActiveConnections())
                .isZero();
        assertThat(transactions.isOpen()).isFalse();
    }

    @OnEachDatabase
    void a_unit_of_work_commits_what_it_wrote(TestDatabase database) {
        UnitOfWork<?> work = started();
        write(1);
        assertThat(database.rows("select n from written")).isEmpty();

        work.commit();

        assertThat(database.rows("select n from written")).containsExactly("1");
    }

    @OnEachDatabase
    void a_unit_of_work_that_is_rolled_back_leaves_nothing(TestDatabase database) {
        UnitOfWork<?> work = started();
        write(1);

        work.rollback();

        assertThat(database.rows("select n from written")).isEmpty();
    }

    @OnEachDatabase
    void all_that_one_unit_of_work_writes_goes_over_one_connection(TestDatabase database) {
        UnitOfWork<?> work = started();

        Connection first = transactions.connection();

        assertThat(transactions.connection()).isSameAs(first);
        assertThat(database.dataSource().getHikariPoolMXBean().getActiveConnections())
                .isEqualTo(1);
        work.rollback();
    }

    @OnEachDatabase
    void a_nested_unit_of_work_writes_in_the_outer_transaction(TestDatabase database) {
        UnitOfWork<?> outer = started();
        write(1);
        UnitOfWork<?> nested = started();
        write(2);
        nested.commit();
        assertThat(database.rows("select n from written")).isEmpty();

        outer.commit();

        assertThat(database.rows("select n from written order by n")).containsExactly("1", "2");
    }

    @OnEachDatabase
    void a_nested_unit_of_work_that_fails_undoes_its_own_writes_only(TestDatabase database) {
        UnitOfWork<?> outer = started();
        write(1);
        UnitOfWork<?> nested = started();
        write(2);
        assertThatThrownBy(() -> execute("insert into no_such_table values (1)"))
                .isInstanceOf(SQLException.class);
        nested.rollback();
        write(3);

        outer.commit();

        assertThat(database.rows("select n from written order by n")).containsExactly("1", "3");
    }

    @OnEachDatabase
    void the_outer_rollback_undoes_what_a_nested_unit_of_work_committed(TestDatabase database) {
        UnitOfWork<?> outer = started();
        UnitOfWork<?> nested = started();
        write(2);
        nested.commit();

        outer.rollback();

        assertThat(database.rows("select n from written")).isEmpty();
    }

    @OnEachDatabase
    void without_a_unit_of_work_a_transaction_does_the_same(TestDatabase database) {
        transactions.executeInTransaction(() -> write(1));
        assertThatThrownBy(() -> transactions.executeInTransaction(() -> {
                    write(2);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(database.rows("select n from written")).containsExactly("1");
    }

    @OnEachDatabase
    void a_commit_with_a_nested_transaction_open_is_refused_and_undone(TestDatabase database) {
        Transaction outer = transactions.startTransaction();
        write(1);
        transactions.startTransaction();

        assertThatThrownBy(outer::commit)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 nested");
        assertThat(database.rows("select n from written")).isEmpty();
    }

    @OnEachDatabase
    void transactions_on_two_data_sources_are_two(TestDatabase database) {
        JdbcTransactions others = JdbcTransactions.on(database.dataSource());
        Transaction mine = transactions.startTransaction();
        write(1);
        Transaction other = others.startTransaction();

        assertThat(transactions.connection()).isNotSameAs(others.connection());
        mine.rollback();
        assertThat(transactions.isOpen()).isFalse();
        assertThat(others.isOpen()).isTrue();
        other.commit();
        assertThat(others.isOpen()).isFalse();
    }

    @OnEachDatabase
    void a_commit_that_is_not_sent_rolls_the_unit_of_work_back(TestDatabase database) {
        UnitOfWork<?> work = started();
        write(1);
        loseCommit(Moment.BEFORE);

        assertThatThrownBy(work::commit)
                .isInstanceOf(JdbcTransactionException.class)
                .hasMessageContaining("may or may not be there");
        assertThat(work.isRolledBack()).isTrue();
        assertThat(database.rows("select n from written")).isEmpty();
    }

    @OnEachDatabase
    void a_commit_whose_answer_is_lost_rolls_the_unit_of_work_back_though_its_rows_are_there(TestDatabase database) {
        UnitOfWork<?> work = started();
        write(1);
        loseCommit(Moment.AFTER);

        assertThatThrownBy(work::commit).isInstanceOf(JdbcTransactionException.class);
        assertThat(work.isRolledBack()).isTrue();
        assertThat(CurrentUnitOfWork.isStarted()).isFalse();
        assertThat(database.rows("select n from written")).containsExactly("1");
    }

    @OnEachDatabase
    void a_rollback_that_fails_gives_the_connection_up_and_keeps_nothing(TestDatabase database) {
        UnitOfWork<?> work = started();
        write(1);
        dataSource.plan(new Fault(dataSource.calls() + 1, Moment.BEFORE, Reach.CONNECTION));

        work.rollback();

        assertThat(database.rows("select n from written")).isEmpty();
    }

    @OnEachDatabase
    void no_connection_means_no_transaction(TestDatabase database) {
        dataSource.plan(new Fault(1, Moment.BEFORE, Reach.PROCESS));

        assertThatThrownBy(transactions::startTransaction)
                .isInstanceOf(JdbcTransactionException.class)
                .hasMessageContaining("nothing was written");
    }

    @OnEachDatabase
    void connections_go_back_as_they_came(TestDatabase database) throws SQLException {
        int before;
        try (Connection plain = database.dataSource().getConnection()) {
            before = plain.getTransactionIsolation();
        }
        JdbcTransactions serializable = JdbcTransactions.on(database.dataSource(), Isolation.SERIALIZABLE);
        serializable.executeInTransaction(() ->
                assertThat(isolationOf(serializable.connection())).isEqualTo(Connection.TRANSACTION_SERIALIZABLE));

        try (Connection plain = database.dataSource().getConnection()) {
            assertThat(plain.getTransactionIsolation()).isEqualTo(before);
            assertThat(plain.getAutoCommit()).isTrue();
        }
    }

    @OnEachDatabase
    void a_handler_gets_the_connection_as_a_parameter(TestDatabase database) {
        AnnotationEventHandlerAdapter handlers = new AnnotationEventHandlerAdapter(new Writer());

        transactions.executeInTransaction(() -> handle(handlers, 7));

        assertThat(database.rows("select n from written")).containsExactly("7");
    }

    @OnEachDatabase
    void a_handler_outside_a_transaction_is_told_so(TestDatabase database) {
        AnnotationEventHandlerAdapter handlers = new AnnotationEventHandlerAdapter(new Writer());

        assertThatThrownBy(() -> handle(handlers, 7)).hasMessageContaining("no JDBC transaction is open");
    }

    @OnEachDatabase
    void a_handler_can_neither_end_the_transaction_nor_close_its_connection(TestDatabase database) throws SQLException {
        Transaction transaction = transactions.startTransaction();
        Connection lent = transactions.connection();

        lent.close();
        assertThat(lent.isClosed()).isFalse();
        for (SqlCall call : List.<SqlCall>of(
                Connection::commit, Connection::rollback, c -> c.setAutoCommit(true), c -> c.abort(Runnable::run))) {
            assertThatThrownBy(() -> call.on(lent))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("not a handler's");
        }
        write(1);
        transaction.commit();

        assertThat(database.rows("select n from written")).containsExactly("1");
    }

    @OnEachDatabase
    void a_handler_can_undo_a_part_by_a_savepoint(TestDatabase database) throws SQLException {
        Transaction transaction = transactions.startTransaction();
        write(1);
        Savepoint savepoint = transactions.connection().setSavepoint();
        write(2);
        transactions.connection().rollback(savepoint);
        transaction.commit();

        assertThat(database.rows("select n from written")).containsExactly("1");
    }

    @OnEachDatabase
    void a_connection_that_was_kept_is_of_no_use_later(TestDatabase database) throws SQLException {
        Transaction transaction = transactions.startTransaction();
        Connection kept = transactions.connection();
        transaction.commit();

        assertThat(kept.isClosed()).isTrue();
        assertThatThrownBy(kept::createStatement)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("has ended");
        assertThatThrownBy(transactions::connection)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no transaction open");
    }

    private UnitOfWork<?> started() {
        UnitOfWork<?> work = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("any"));
        work.attachTransaction(transactions);
        return work;
    }

    private void loseCommit(Moment moment) {
        dataSource.plan(new Fault(dataSource.calls() + 1, moment, Reach.CONNECTION));
    }

    private void write(int n) {
        try {
            execute("insert into written values (" + n + ")");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = transactions.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private static int isolationOf(Connection connection) {
        try {
            return connection.getTransactionIsolation();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void handle(AnnotationEventHandlerAdapter handlers, int n) {
        try {
            handlers.handle(GenericEventMessage.asEventMessage(n));
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** A call that a handler might try. */
    @FunctionalInterface
    private interface SqlCall {
        void on(Connection connection) throws SQLException;
    }

    /** A handler as applications write them. */
    static final class Writer {
        @EventHandler
        void on(Integer n, Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("insert into written values (" + n + ")");
            }
        }
    }
}
