package io.myelin.retry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.retry.Classifier;
import io.myelin.retry.Fingerprint;
import java.sql.SQLException;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class CausesPropertyTest {

    private static final List<String> STATES = List.of("40001", "08006", "42P01", "57014", "22001", "23505", "xyz");

    /** {@code links} and {@code nexts} name for each exception which one it points to; cycles are as likely as not. */
    @Property
    void any_web_of_causes_has_a_category_and_a_fingerprint_and_keeps_both(
            @ForAll List<@IntRange(min = 0, max = 9) Integer> links,
            @ForAll List<@IntRange(min = 0, max = 9) Integer> nexts) {
        Throwable failure = web(links, nexts);

        assertThat(Causes.of(failure))
                .hasSizeBetween(1, 10)
                .doesNotHaveDuplicates()
                .startsWith(failure);
        assertThat(Classifier.builtIn().categoryOf(failure))
                .isEqualTo(Classifier.builtIn().categoryOf(failure));
        assertThat(Fingerprint.of(failure)).isEqualTo(Fingerprint.of(failure));
    }

    @Example
    void a_chain_that_does_not_end_is_cut() {
        Throwable failure = new Exception("innermost");
        for (int n = 0; n < 1_000; n++) {
            failure = new Exception("outer", failure);
        }

        assertThat(Causes.of(failure)).hasSize(Causes.CAUSES_MAX);
    }

    private static Throwable web(List<Integer> links, List<Integer> nexts) {
        Link[] web = new Link[10];
        for (int n = 0; n < web.length; n++) {
            web[n] = new Link(STATES.get(n % STATES.size()));
        }
        for (int n = 0; n < Math.min(web.length, links.size()); n++) {
            web[n].cause = web[links.get(n)];
        }
        for (int n = 0; n < Math.min(web.length, nexts.size()); n++) {
            web[n].next = web[nexts.get(n)];
        }
        return web[0];
    }

    /** Exceptions of some drivers answer as they like; the JDK's own refuse to be their own cause. */
    private static final class Link extends SQLException {
        private static final long serialVersionUID = 1L;
        private @Nullable Link cause;
        private @Nullable Link next;

        Link(String sqlState) {
            super("link", sqlState);
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            return cause;
        }

        @Override
        public @Nullable SQLException getNextException() {
            return next;
        }
    }
}
