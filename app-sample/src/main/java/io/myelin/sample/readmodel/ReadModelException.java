package io.myelin.sample.readmodel;

import java.sql.SQLException;

/** Says that the read models' database refused; what the projections had written is still there. */
public final class ReadModelException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ReadModelException(SQLException cause) {
        super("The read models' database refused: " + cause.getMessage(), cause);
    }
}
