package io.myelin.store.kafka.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SecretsTest {

    @Test
    void passwords_keys_and_tokens_are_hidden() {
        Secrets secrets = Secrets.of(Map.of(
                "ssl.keystore.password", "first",
                "ssl.keystore.key", "second",
                "sasl.oauthbearer.client.credentials.client.secret", "third"));

        assertThat(secrets.hide("first, second and third")).isEqualTo("****, **** and ****");
    }

    @Test
    void what_is_no_secret_is_left() {
        Secrets secrets = Secrets.of(Map.of("security.protocol", "SASL_SSL", "ssl.keystore.location", "/etc/key"));

        assertThat(secrets.hide("SASL_SSL with /etc/key")).isEqualTo("SASL_SSL with /etc/key");
    }

    @Test
    void of_a_jaas_entry_everything_but_the_user_is_hidden() {
        Secrets secrets = Secrets.of(
                Map.of("sasl.jaas.config", "Module required username=\"ada\" password='love lace' tokenauth=yes;"));

        assertThat(secrets.hide("ada can't log in with love lace (yes)"))
                .isEqualTo("ada can't log in with **** (****)");
    }

    @Test
    void a_secret_that_holds_another_is_hidden_as_a_whole() {
        Secrets secrets = Secrets.of(Map.of("ssl.key.password", "abc", "ssl.keystore.password", "abcdef"));

        assertThat(secrets.hide("abcdef")).isEqualTo("****");
    }

    @Test
    void secrets_do_not_show_themselves() {
        assertThat(Secrets.of(Map.of("ssl.key.password", "abc"))).hasToString("Secrets[1]");
    }

    @Test
    void what_is_left_of_a_badly_written_jaas_entry_counts_as_secret() {
        Secrets secrets = Secrets.of(Map.of(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"shop\" Hush-5ecret;"));

        assertThat(
                        secrets.hide(
                                "Value not specified for key 'Hush-5ecret' in JAAS config, user shop, PlainLoginModule required"))
                .isEqualTo("Value not specified for key '****' in JAAS config, user shop, PlainLoginModule required");
        assertThat(secrets.areIn(new IllegalStateException("outer", new IllegalArgumentException("Hush-5ecret"))))
                .isTrue();
        assertThat(secrets.areIn(new IllegalStateException("shop"))).isFalse();
    }
}
