package io.myelin.handlers.scale;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.jdbc.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.axonframework.common.DateTimeUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MergedTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.axonframework.eventhandling.tokenstore.AbstractTokenEntry;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/*
 * The rows of one projection's tokens, past Axon's processor: it tells a node only of the segments that it has claimed
 * itself, and splits and merges only these.
 *
 * Whoever takes a row's owner away here ends that node's claim at once, whatever it is doing: a batch stores its token only
 * over a row that it owns (FencedTokenStore), so a batch in work is rolled back, and its events are handled by the next
 * owner. So a split or a merge is one transaction over rows, and which node has which segment does not matter to it.
 */
/** {@code projection_token}: how far each segment of one projection has read, and which node has claimed it. Thread-safe. */
public final class TokenTable {

    private static final String OF_PROJECTION = " from projection_token where processor_name = ?";

    /** Positions count from 0. */
    private static final long BEFORE_FIRST = -1;

    private final JdbcTransactions transactions;
    private final Serializer serializer;
    private final String projection;
    private final Duration claimTimeout;

    /**
     * @param serializer that tokens are stored with
     * @param claimTimeout after so much silence a claim has run out
     */
    public TokenTable(JdbcTransactions transactions, Serializer serializer, String projection, Duration claimTimeout) {
        this.transactions = transactions;
        this.serializer = serializer;
        this.projection = projection;
        this.claimTimeout = claimTimeout;
    }

    String projection() {
        return projection;
    }

    /** Returns the rows of all segments in the order of their numbers; waits for nobody who is about to change one. */
    public List<SegmentRow> read() {
        return transactions.fetchInTransaction(() -> rows(""));
    }

    /**
     * Splits a segment in two halves, the other one with a number of its own; neither is claimed afterwards.
     *
     * @return the number of the new half
     * @throws IllegalArgumentException if there is no such segment
     * @throws IllegalStateException if there are as many segments as there may be
     */
    public int split(int segment, int segmentsMax) {
        return transactions.fetchInTransaction(() -> {
            List<SegmentRow> rows = rows(" for update");
            SegmentRow row = row(rows, segment);
            if (rows.size() >= segmentsMax) {
                throw new IllegalStateException("Projection '" + projection + "' has " + rows.size()
                        + " segments, and each is a thread and a connection wherever it runs. Merge others first.");
            }
            Segment other = segmentOf(rows, segment).split()[1];
            insert(other.getSegmentId(), half(row.token().orElse(null), MergedTrackingToken::upperSegmentToken));
            free(segment, half(row.token().orElse(null), MergedTrackingToken::lowerSegmentToken));
            return other.getSegmentId();
        });
    }

    /** Two segments of which the first is both now. */
    public record Merged(int kept, int gone) {}

    /**
     * Merges a segment with the one that it was split from, or that was split from it last; nobody has claimed it afterwards.
     *
     * @throws IllegalArgumentException if there is no such segment
     * @throws IllegalStateException if its other half has been split further or is not there, or either is still being merged
     */
    public Merged merge(int segment) {
        return transactions.fetchInTransaction(() -> {
            List<SegmentRow> rows = rows(" for update");
            SegmentRow row = row(rows, segment);
            Segment half = segmentOf(rows, segment);
            int otherId = half.mergeableSegmentId();
            if (otherId == segment
                    || rows.stream().noneMatch(other -> other.segment() == otherId)
                    || !half.isMergeableWith(segmentOf(rows, otherId))) {
                throw new IllegalStateException("Segment " + segment + " of projection '" + projection
                        + "' can't be merged: its other half, segment " + otherId + ", is "
                        + (otherId == segment
                                ? "itself, as there is only this one."
                                : "split further. Merge that one first."));
            }
            SegmentRow other = row(rows, otherId);
            requireNotMerging(row);
            requireNotMerging(other);
            TrackingToken merged = segment < otherId ? merged(row, other) : merged(other, row);
            Merged halves = new Merged(Math.min(segment, otherId), Math.max(segment, otherId));
            update("delete" + OF_PROJECTION + " and segment = ?", projection, halves.gone());
            free(halves.kept(), merged);
            return halves;
        });
    }

    /**
     * Ends the claim on a segment, so that the next node that looks for one takes it.
     *
     * @throws IllegalArgumentException if there is no such segment
     */
    public void release(int segment) {
        transactions.executeInTransaction(() -> {
            row(rows(" for update"), segment);
            update(
                    "update projection_token set owner = null where processor_name = ? and segment = ?",
                    projection,
                    segment);
        });
    }

    private @Nullable TrackingToken merged(SegmentRow lower, SegmentRow upper) {
        if (lower.token().equals(upper.token())) {
            return lower.token().orElse(null);
        }
        return MergedTrackingToken.merged(token(lower, upper), token(upper, lower));
    }

    /** Some stores give no token before the first event; what a merge is made of must have one. */
    private TrackingToken token(SegmentRow row, SegmentRow other) {
        return row.token()
                .or(() -> other.token()
                        .filter(GlobalSequenceTrackingToken.class::isInstance)
                        .map(counted -> new GlobalSequenceTrackingToken(BEFORE_FIRST)))
                .orElseThrow(() -> new IllegalStateException("Segment " + row.segment() + " of projection '"
                        + projection + "' has not read anything yet, so that it can't be merged. Wait until it has."));
    }

    /**
     * The halves of a merge that is still going on have tokens of their own. A replay that began meanwhile handles all again,
     * so what either half had reached before does not count in it.
     */
    private static @Nullable TrackingToken half(
            @Nullable TrackingToken token, Function<MergedTrackingToken, TrackingToken> half) {
        if (token instanceof ReplayToken replay && replay.getCurrentToken() instanceof MergedTrackingToken) {
            return ReplayToken.createReplayToken(
                    replay.getTokenAtReset(), WrappedToken.unwrapLowerBound(replay), replay.context());
        }
        return token instanceof MergedTrackingToken merging ? half.apply(merging) : token;
    }

    /** Axon takes two equal halves for one token, and a token of two halves within one for the halves of the whole. */
    private void requireNotMerging(SegmentRow row) {
        TrackingToken token = row.token().orElse(null);
        boolean replayedWhileMerging =
                token instanceof ReplayToken replay && MergedTrackingToken.isMergeInProgress(replay.getTokenAtReset());
        if (replayedWhileMerging || MergedTrackingToken.isMergeInProgress(token)) {
            throw new IllegalStateException("Segment " + row.segment() + " of projection '" + projection
                    + "' is still being merged: one half is behind the other, and a second merge would confuse them. Wait"
                    + " until it has read on.");
        }
    }

    private static Segment segmentOf(List<SegmentRow> rows, int segment) {
        return Segment.computeSegment(
                segment, rows.stream().mapToInt(SegmentRow::segment).toArray());
    }

    private SegmentRow row(List<SegmentRow> rows, int segment) {
        return rows.stream()
                .filter(row -> row.segment() == segment)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Projection '" + projection + "' has no segment " + segment + "; it has "
                                + rows.stream().map(SegmentRow::segment).toList() + "."));
    }

    private List<SegmentRow> rows(String lock) {
        Instant expired = AbstractTokenEntry.clock.instant().minus(claimTimeout);
        String sql = "select segment, token, token_type, stored_at, owner" + OF_PROJECTION + " order by segment" + lock;
        try {
            return Statements.query(connection(), sql, row -> row(row, expired), projection);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private SegmentRow row(ResultSet row, Instant expired) throws SQLException {
        byte[] token = row.getBytes("token");
        String owner = row.getString("owner");
        boolean claimed = owner != null
                && DateTimeUtils.parseInstant(row.getString("stored_at")).isAfter(expired);
        return new SegmentRow(
                row.getInt("segment"),
                token == null ? Optional.empty() : Optional.of(deserialized(token, row.getString("token_type"))),
                claimed ? Optional.of(owner) : Optional.empty());
    }

    private TrackingToken deserialized(byte[] token, String type) {
        return serializer.deserialize(new SimpleSerializedObject<>(token, byte[].class, type, null));
    }

    private void insert(int segment, @Nullable TrackingToken token) {
        update(
                "insert into projection_token (processor_name, segment, stored_at, token, token_type) values (?, ?, ?, ?, ?)",
                projection,
                segment,
                now(),
                data(token),
                type(token));
    }

    private void free(int segment, @Nullable TrackingToken token) {
        update(
                "update projection_token set owner = null, token = ?, token_type = ? where processor_name = ? and segment = ?",
                data(token),
                type(token),
                projection,
                segment);
    }

    private byte @Nullable [] data(@Nullable TrackingToken token) {
        return token == null ? null : serialized(token).getData();
    }

    private @Nullable String type(@Nullable TrackingToken token) {
        return token == null ? null : serialized(token).getType().getName();
    }

    private SerializedObject<byte[]> serialized(TrackingToken token) {
        return serializer.serialize(token, byte[].class);
    }

    private static String now() {
        return DateTimeUtils.formatInstant(AbstractTokenEntry.clock.instant());
    }

    private void update(String sql, @Nullable Object... parameters) {
        try {
            Statements.update(connection(), sql, parameters);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private Connection connection() {
        return transactions.connection();
    }

    private IllegalStateException failed(SQLException e) {
        return new IllegalStateException(
                "The segments of projection '" + projection + "' can't be read or changed, and nothing was: "
                        + e.getMessage() + ". Try again when the database answers.",
                e);
    }
}
