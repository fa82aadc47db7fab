package io.myelin.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TableTest {

    @Test
    void names_stand_to_the_left_and_numbers_to_the_right() {
        Table table = new Table("By region", "region", "sales")
                .row("East", "678781.2400")
                .row("South-West", "1.5000");

        assertThat(table.lines())
                .containsExactly(
                        "By region",
                        "region            sales",
                        "-----------------------",
                        "East        678781.2400",
                        "South-West       1.5000");
    }

    @Test
    void a_row_with_too_few_values_is_refused() {
        assertThatThrownBy(() -> new Table("By region", "region", "sales").row("East"))
                .hasMessageContaining("2 columns, the row has 1");
    }
}
