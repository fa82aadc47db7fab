package io.myelin.handlers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.BiConsumer;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.JdbcException;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.AbstractTokenEntry;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.serialization.Serializer;

/**
 * Axon's token store, except that a claim once lost stays lost.
 *
 * <p>Axon's takes an expired claim back when it stores a token. A node that slept through its claim, and through another
 * node's work and end, would then commit its old batch over the newer token, and its events would take effect twice. Here
 * only the row's owner can store or extend; everybody else fails, and the batch rolls back with the token.
 */
final class FencedTokenStore extends JdbcTokenStore {

    /** What a unit of work has among its resources whose token was stored before, with what its events wrote. */
    static final String STORED = FencedTokenStore.class.getName() + "/stored";

    private static final String OWNED = " where owner = ? and processor_name = ? and segment = ?";

    private final String nodeId;
    private final BiConsumer<String, Integer> onClaim;

    FencedTokenStore(ConnectionProvider connections, Serializer serializer, NodeClaims claims) {
        this(connections, serializer, claims, (projection, segment) -> {});
    }

    /** @param onClaim told of a projection's segment before this node claims it, and so before anything of it is handled */
    FencedTokenStore(
            ConnectionProvider connections,
            Serializer serializer,
            NodeClaims claims,
            BiConsumer<String, Integer> onClaim) {
        super(JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(serializer)
                .schema(HandlersSchema.TOKENS)
                .nodeId(claims.nodeId())
                .claimTimeout(claims.timeout()));
        this.nodeId = claims.nodeId();
        this.onClaim = onClaim;
    }

    @Override
    public TrackingToken fetchToken(String processorName, int segment) {
        onClaim.accept(processorName, segment);
        return super.fetchToken(processorName, segment);
    }

    @Override
    public TrackingToken fetchToken(String processorName, Segment segment) {
        onClaim.accept(processorName, segment.getSegmentId());
        return super.fetchToken(processorName, segment);
    }

    @Override
    public void storeToken(TrackingToken token, String processorName, int segment) {
        if (CurrentUnitOfWork.isStarted() && CurrentUnitOfWork.get().resources().containsKey(STORED)) {
            return;
        }
        try (Connection connection = getConnection();
                PreparedStatement update = storeUpdate(connection, token, processorName, segment)) {
            requireOwned(update.executeUpdate(), processorName, segment);
        } catch (SQLException e) {
            throw new JdbcException(
                    "The token of segment " + segment + " of projection '" + processorName + "' could not be stored.",
                    e);
        }
    }

    @Override
    public void extendClaim(String processorName, int segment) {
        try (Connection connection = getConnection();
                PreparedStatement update =
                        connection.prepareStatement("update projection_token set stored_at = ?" + OWNED)) {
            update.setString(1, DateTimeUtils.formatInstant(AbstractTokenEntry.clock.instant()));
            update.setString(2, nodeId);
            update.setString(3, processorName);
            update.setInt(4, segment);
            requireOwned(update.executeUpdate(), processorName, segment);
        } catch (SQLException e) {
            throw new JdbcException(
                    "The claim on segment " + segment + " of projection '" + processorName + "' could not be extended.",
                    e);
        }
    }

    private void requireOwned(int rows, String processorName, int segment) throws SQLException {
        if (rows != 1) {
            throw new UnableToClaimTokenException("Segment " + segment + " of projection '" + processorName
                    + "' is no longer claimed by node " + nodeId
                    + ": it was silent for longer than the claim timeout, and"
                    + " another node took over. This batch is rolled back; the segment's owner handles its events.");
        }
    }
}
