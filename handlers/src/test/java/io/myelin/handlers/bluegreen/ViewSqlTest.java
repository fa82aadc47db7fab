package io.myelin.handlers.bluegreen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.handlers.bluegreen.ViewSql.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ViewSqlTest {

    private static final Table OLD = new Table("orders_1", List.of("id", "cents", "gone"));
    private static final Table NEW = new Table("orders_2", List.of("note", "cents", "id"));

    @Test
    void a_version_alone_needs_no_route() {
        assertThat(ViewSql.query("orders", Map.of("orders-1", OLD), List.of()))
                .isEqualTo("select \"id\", \"cents\", \"gone\" from orders_1");
    }

    @Test
    void several_are_shown_by_their_common_columns_if_the_route_names_them() {
        assertThat(ViewSql.query("orders", both(), List.of()))
                .isEqualTo("select \"id\", \"cents\" from orders_1"
                        + " where (select active from projection_route where name = 'orders') = 'orders-1'"
                        + " union all select \"id\", \"cents\" from orders_2"
                        + " where (select active from projection_route where name = 'orders') = 'it''s new'");
    }

    @Test
    void columns_that_a_view_has_stay_where_they_are() {
        assertThat(ViewSql.columns(Map.of("it's new", NEW), List.of("id", "cents")))
                .containsExactly("id", "cents", "note");
    }

    @Test
    void names_that_would_need_quotes_are_refused() {
        assertThatThrownBy(() -> BlueGreen.view("orders; drop table orders")).hasMessageContaining("without quotes");
        assertThatThrownBy(() -> BlueGreen.view("orders").version("orders-1", "my orders"))
                .hasMessageContaining("without quotes");
    }

    @Test
    void a_version_has_a_table_for_each_view() {
        assertThatThrownBy(() -> BlueGreen.view("orders", "lines").version("orders-1", "orders_1"))
                .hasMessageContaining("1 tables for 2 views");
    }

    private static Map<String, Table> both() {
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put("orders-1", OLD);
        tables.put("it's new", NEW);
        return tables;
    }
}
