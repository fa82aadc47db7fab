package io.myelin.handlers.jdbi;

import io.myelin.core.jdbc.JdbcTransactions;
import java.lang.reflect.Executable;
import java.sql.Connection;
import java.sql.SQLException;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.annotation.ParameterResolver;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;

/** Opens handles over the connection of the innermost transaction, one for each unit of work. */
final class LentHandle {

    private static final String KEY = LentHandle.class.getName();

    private LentHandle() {}

    static ParameterResolver<Handle> resolver(Executable handler) {
        return new Lending(handler.toString());
    }

    private record Lending(String handler) implements ParameterResolver<Handle> {
        @Override
        public Handle resolveParameterValue(Message<?> message) {
            return CurrentUnitOfWork.map(unitOfWork -> unitOfWork.getOrComputeResource(KEY, key -> open(unitOfWork)))
                    .orElseThrow(() -> new IllegalStateException("The handler " + handler
                            + " takes a Jdbi handle, but no unit of work is open. Register it as a projection."));
        }

        @Override
        public boolean matches(Message<?> message) {
            return true;
        }
    }

    private static Handle open(UnitOfWork<?> unitOfWork) {
        Handle handle = Opened.JDBI.open();
        unitOfWork.onCleanup(ended -> handle.close());
        return handle;
    }

    private static Connection connection() throws SQLException {
        return JdbcTransactions.innermost()
                .orElseThrow(
                        () -> new SQLException("A Jdbi handle was asked for, but no JDBC transaction is open, so that"
                                + " nothing would undo its writes when the unit of work fails. Register the handler as a projection, or"
                                + " register a JdbcTransactions as the configuration's TransactionManager."));
    }

    /** Made when the first handler asks. */
    private static final class Opened {
        static final Jdbi JDBI = create();

        private static Jdbi create() {
            Jdbi jdbi = Jdbi.create(LentHandle::connection);
            // The transaction is not the handle's to end.
            jdbi.getConfig(Handles.class).setForceEndTransactions(false);
            return jdbi;
        }
    }
}
