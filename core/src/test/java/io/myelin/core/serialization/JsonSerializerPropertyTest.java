package io.myelin.core.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.myelin.core.EventName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.axonframework.serialization.SerializedObject;

class JsonSerializerPropertyTest {

    sealed interface Shape {}

    record Circle(BigDecimal radius) implements Shape {}

    record Group(List<Shape> parts, Optional<Shape> frame) implements Shape {}

    enum Colour {
        RED,
        GREEN
    }

    @EventName("drawn")
    record Drawn(
            UUID id,
            String text,
            BigDecimal amount,
            BigInteger big,
            Instant at,
            LocalDate day,
            Colour colour,
            boolean flag,
            long number,
            Map<String, BigDecimal> amounts,
            Shape shape) {}

    private final JsonSerializer serializer = JsonSerializer.of(EventTypes.of(Drawn.class));

    @Property(tries = 300)
    void every_event_is_read_back_exactly_from_bytes_and_through_the_tree(@ForAll("events") Drawn event) {
        SerializedObject<byte[]> bytes = serializer.serialize(event, byte[].class);
        SerializedObject<JsonNode> tree = serializer.getConverter().convert(bytes, JsonNode.class);
        SerializedObject<byte[]> again = serializer.getConverter().convert(tree, byte[].class);

        assertThat(serializer.<byte[], Object>deserialize(bytes)).isEqualTo(event);
        assertThat(serializer.<JsonNode, Object>deserialize(tree)).isEqualTo(event);
        assertThat(again.getData()).isEqualTo(bytes.getData());
    }

    @Provide
    Arbitrary<Drawn> events() {
        Arbitrary<Instant> instants = Arbitraries.longs()
                .between(
                        Instant.parse("-9999-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("9999-12-31T00:00:00Z").getEpochSecond())
                .flatMap(second -> Arbitraries.integers()
                        .between(0, 999_999_999)
                        .map(nano -> Instant.ofEpochSecond(second, nano)));
        Arbitrary<LocalDate> days =
                Arbitraries.integers().between(-800_000, 3_000_000).map(LocalDate::ofEpochDay);
        return Combinators.combine(
                        Combinators.combine(Arbitraries.create(UUID::randomUUID), Arbitraries.strings())
                                .as(Map::entry),
                        amounts(),
                        Arbitraries.bigIntegers().map(big -> big.pow(3)),
                        instants,
                        days,
                        Arbitraries.of(Colour.class),
                        Arbitraries.longs(),
                        shapes())
                .as((names, amount, big, at, day, colour, number, shape) -> new Drawn(
                        names.getKey(),
                        names.getValue(),
                        amount,
                        big,
                        at,
                        day,
                        colour,
                        number % 2 == 0,
                        number,
                        Map.of("a", amount, names.getValue(), amount.negate(), "" + number, BigDecimal.ONE),
                        shape));
    }

    private static Arbitrary<BigDecimal> amounts() {
        return Combinators.combine(
                        Arbitraries.bigIntegers(), Arbitraries.integers().between(-40, 40))
                .as(BigDecimal::new);
    }

    private static Arbitrary<Shape> shapes() {
        Arbitrary<Shape> circle = amounts().map(Circle::new);
        return Arbitraries.lazyOf(
                () -> circle,
                () -> Combinators.combine(shapes().list().ofMaxSize(2), circle.optional())
                        .as(Group::new));
    }
}
