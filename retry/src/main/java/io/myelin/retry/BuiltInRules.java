package io.myelin.retry;

import static io.myelin.retry.FailureCategory.CONTENTION;
import static io.myelin.retry.FailureCategory.DEPLOY;
import static io.myelin.retry.FailureCategory.INFRA;
import static io.myelin.retry.FailureCategory.PERMANENT;
import static io.myelin.retry.FailureCategory.TIMEOUT;

import io.myelin.core.BusinessRejection;
import io.myelin.retry.Classifier.Rule;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.axonframework.common.AxonNonTransientException;

/*
 * What is known about other people's exceptions, most telling first: an SQLState says more than the class that wraps
 * it, and the general Java classes come last.
 *
 * SQLStates: [1] for PostgreSQL, [2] for H2, whose states mostly equal its error codes. Kafka and the object-relational
 * mappers are known by class name, so that this module needs none of them.
 *
 * [1] https://www.postgresql.org/docs/current/errcodes-appendix.html
 * [2] https://h2database.com/javadoc/org/h2/api/ErrorCode.html
 */
final class BuiltInRules {

    static final List<Rule> ALL = List.of(
            // Serialization failure, deadlock, lock not available; H2: lock timeout, concurrent update.
            rule(CONTENTION, sqlState("40001", "40P01", "55P03", "HYT00", "90131")),
            rule(CONTENTION, type(SQLTransactionRollbackException.class)),
            rule(CONTENTION, named("jakarta.persistence.OptimisticLockException")),
            rule(CONTENTION, named("org.springframework.dao.ConcurrencyFailureException")),

            // Connection, resources, system errors, refused log-in, shutdown, read-only standby, no such database.
            rule(INFRA, sqlStateClass("08", "53", "58", "28")),
            rule(INFRA, sqlState("57P01", "57P02", "57P03", "57P04", "57P05", "25006", "3D000")),
            // H2: connection broken, database closed, closed by shutdown, input or output failed, locked by another.
            rule(INFRA, sqlState("90067", "90098", "90121", "90028", "90031", "90020")),
            rule(INFRA, type(SQLTransientConnectionException.class)),
            rule(INFRA, type(SQLNonTransientConnectionException.class)),
            rule(INFRA, type(SQLRecoverableException.class)),
            rule(INFRA, type(ConnectException.class)),
            rule(INFRA, type(UnknownHostException.class)),
            rule(INFRA, type(NoRouteToHostException.class)),
            rule(INFRA, type(SocketTimeoutException.class)),
            rule(INFRA, type(HttpTimeoutException.class)),
            // Out of memory and the like; calling oneself too often is the handler's own doing.
            rule(INFRA, cause -> cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)),
            rule(INFRA, named("org.apache.kafka.common.errors.RetriableException")),
            // What was asked for asks everybody for a pause.
            rule(INFRA, RetryHint.class::isInstance),

            // No such table, column or function; H2's numbers follow PostgreSQL's.
            rule(DEPLOY, sqlState("42P01", "42703", "42883", "42S02", "42S03", "42S04", "42S22", "90022")),
            rule(DEPLOY, type(NoClassDefFoundError.class)),
            rule(DEPLOY, type(NoSuchMethodError.class)),
            rule(DEPLOY, type(NoSuchFieldError.class)),

            // Query cancelled, mostly by its own time limit.
            rule(TIMEOUT, sqlState("57014")),
            rule(TIMEOUT, type(SQLTimeoutException.class)),
            rule(TIMEOUT, type(TimeoutException.class)),

            // Wrong data, null where none may be, a check that failed (H2: 23513), generated columns.
            rule(PERMANENT, sqlStateClass("22", "428")),
            rule(PERMANENT, sqlState("23502", "23514", "23513")),
            rule(PERMANENT, type(SQLDataException.class)),
            rule(PERMANENT, NonRetryable.class::isInstance),
            rule(PERMANENT, type(BusinessRejection.class)),
            // Axon's own mark for "do not repeat"; what doesn't deserialize is among them.
            rule(PERMANENT, type(AxonNonTransientException.class)),
            rule(PERMANENT, type(ClassCastException.class)),
            rule(PERMANENT, type(IllegalArgumentException.class)));

    private BuiltInRules() {}

    private static Rule rule(FailureCategory category, Predicate<? super Throwable> matches) {
        return new Rule(category, matches);
    }

    private static Predicate<Throwable> type(Class<? extends Throwable> type) {
        return type::isInstance;
    }

    private static Predicate<Throwable> sqlState(String... states) {
        List<String> known = List.of(states);
        return cause -> known.contains(sqlStateOf(cause));
    }

    private static Predicate<Throwable> sqlStateClass(String... prefixes) {
        return cause -> Stream.of(prefixes).anyMatch(sqlStateOf(cause)::startsWith);
    }

    private static Predicate<Throwable> named(String className) {
        return cause -> {
            for (Class<?> type = cause.getClass(); type != null; type = type.getSuperclass()) {
                if (type.getName().equals(className)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static String sqlStateOf(Throwable cause) {
        String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
        return state == null ? "" : state;
    }
}
