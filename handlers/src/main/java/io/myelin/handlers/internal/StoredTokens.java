package io.myelin.handlers.internal;

import static java.util.Objects.requireNonNull;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.jdbc.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.common.jdbc.JdbcException;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/**
 * The projections' tokens as their table holds them, whichever node has claimed them.
 *
 * <p>Each call joins the transaction that its thread has open on the database, or is one of its own. Safe for several threads.
 *
 * <p>A projection can be held: its tokens then belong to a mark instead of a node, and that claim never expires. No node
 * can claim them, and one that works on them loses its batch, because only their owner can store a token. So a hold
 * counts on all nodes, and survives them.
 */
public final class StoredTokens {

    /** When a held token was stored, as far as claims are concerned: it never expires. */
    private static final String NEVER = DateTimeUtils.formatInstant(Instant.parse("9000-01-01T00:00:00Z"));

    private static final String SELECT =
            "select segment, token, token_type, owner from projection_token where processor_name = ? order by segment";

    private static final String PUT =
            "update projection_token set token = ?, token_type = ? where processor_name = ? and segment = ?";

    private final JdbcTransactions transactions;
    private final Serializer serializer;

    /** Returns access to the tokens, which were written with {@code serializer}. */
    public StoredTokens(JdbcTransactions transactions, Serializer serializer) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.serializer = requireNonNull(serializer, "serializer");
    }

    /** Returns the tokens of the projection's segments; none if it has never run. */
    public List<StoredToken> of(String projection) {
        return select(SELECT, projection);
    }

    /** Returns the tokens of the projection's segments, which nobody else can change before the open transaction ends. */
    public List<StoredToken> locked(String projection) {
        return select(SELECT + " for update", projection);
    }

    /** Holds the projection under a mark, whoever has claimed it. */
    public void hold(String projection, String mark) {
        update(
                "update projection_token set owner = ?, stored_at = ? where processor_name = ?",
                mark,
                NEVER,
                projection);
    }

    /** Lets nodes claim the projection again if it is held under the mark; returns whether it was. */
    public boolean release(String projection, String mark) {
        return 0
                < update(
                        "update projection_token set owner = null where processor_name = ? and owner = ?",
                        projection,
                        mark);
    }

    /** Gives a segment the token that it had, and leaves it with whoever has claimed it. */
    public void putBack(String projection, StoredToken before) {
        SerializedObject<byte[]> token = serializer.serialize(before.token(), byte[].class);
        boolean none = before.token() == null;
        update(
                PUT,
                none ? null : token.getData(),
                none ? null : token.getType().getName(),
                projection,
                before.segment());
    }

    /** Forgets how far the projection has read. */
    public void delete(String projection) {
        update("delete from projection_token where processor_name = ?", projection);
    }

    private List<StoredToken> select(String sql, String projection) {
        return transactions.fetchInTransaction(() -> {
            try {
                return List.copyOf(Statements.query(transactions.connection(), sql, this::token, projection));
            } catch (SQLException e) {
                throw new JdbcException("The tokens of projection '" + projection + "' could not be read.", e);
            }
        });
    }

    private StoredToken token(ResultSet row) throws SQLException {
        return new StoredToken(
                row.getInt("segment"),
                deserialized(row.getBytes("token"), row.getString("token_type")),
                Optional.ofNullable(row.getString("owner")));
    }

    private @Nullable TrackingToken deserialized(byte @Nullable [] token, @Nullable String type) {
        return token == null || type == null
                ? null
                : serializer.deserialize(new SimpleSerializedObject<>(token, byte[].class, type, null));
    }

    private int update(String sql, @Nullable Object... parameters) {
        return transactions.fetchInTransaction(() -> {
            try {
                return Statements.update(transactions.connection(), sql, parameters);
            } catch (SQLException e) {
                throw new JdbcException("The tokens of a projection could not be changed: " + sql, e);
            }
        });
    }
}
