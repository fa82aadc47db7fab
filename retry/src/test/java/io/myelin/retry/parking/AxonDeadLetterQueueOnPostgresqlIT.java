package io.myelin.retry.parking;

import io.myelin.testkit.TestDatabase;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AxonDeadLetterQueueOnPostgresqlIT extends AxonDeadLetterQueueContract {

    AxonDeadLetterQueueOnPostgresqlIT() {
        super(TestDatabase.postgresql());
    }
}
