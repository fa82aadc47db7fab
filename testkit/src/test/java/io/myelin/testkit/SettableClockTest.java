package io.myelin.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SettableClockTest {

    private static final Instant START = Instant.parse("2024-05-06T07:08:09Z");

    @Test
    void it_moves_only_when_told() {
        SettableClock clock = SettableClock.at(START);

        assertThat(clock.instant()).isEqualTo(START);
        assertThat(clock.advance(Duration.ofMinutes(3))).isEqualTo(Instant.parse("2024-05-06T07:11:09Z"));
        assertThat(clock.instant()).isEqualTo(Instant.parse("2024-05-06T07:11:09Z"));
    }

    @Test
    void it_can_be_set_back() {
        SettableClock clock = SettableClock.create();

        clock.set(START);

        assertThat(clock.millis()).isEqualTo(START.toEpochMilli());
    }

    @Test
    void a_clock_of_another_zone_moves_along() {
        SettableClock clock = SettableClock.at(START);
        Clock inKolkata = clock.withZone(ZoneId.of("Asia/Kolkata"));

        clock.advance(Duration.ofDays(1));

        assertThat(inKolkata.instant()).isEqualTo(clock.instant());
        assertThat(inKolkata.getZone()).isEqualTo(ZoneId.of("Asia/Kolkata"));
    }
}
