package io.downlink.emulator.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwinsTest {
    private static final DeviceId PUMP = new DeviceId("pump-1");

    private final ManualTime time = new ManualTime();
    private final Hub hub = new Hub("127.0.0.1", time, time);
    private final FakeConnection connection = new FakeConnection();
    private Session session;

    @BeforeEach
    void connect() {
        hub.registry().create(new DeviceSpec(PUMP, null, true, null));
        session = hub.connect(PUMP, connection, false);
        session.open();
    }

    @Test
    void shouldStartBothHalvesAtVersionOne() {
        assertThat(session.desired().version()).isEqualTo(1);
        assertThat(session.reported().version()).isEqualTo(1);
    }

    @Test
    void shouldMergeWhatIsReported() {
        session.report(json("{'a':{'b':1,'c':2},'d':[1,2],'e':'x'}"), null);
        long version = session.report(json("{'a':{'b':null,'f':3},'d':[3],'e':null}"), null);

        assertThat(version).isEqualTo(3);
        assertThat(hub.twins().get(PUMP).reported().values()).isEqualTo(json("{'a':{'c':2,'f':3},'d':[3]}"));
        assertThat(hub.twins()
                        .get(PUMP)
                        .reported()
                        .withMetadata()
                        .at("/$metadata/a/f/$lastUpdated")
                        .textValue())
                .isEqualTo("2026-01-01T00:00:00Z");
    }

    @Test
    void shouldRefuseToReportOnAnotherVersion() {
        session.report(json("{'a':1}"), 1L);

        assertThatThrownBy(() -> session.report(json("{'a':2}"), 1L)).isInstanceOf(HubException.class);
        assertThat(session.reported().values()).isEqualTo(json("{'a':1}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a b':1}",
                "{'a.b':1}",
                "{'$a':1}",
                "{'a':[null]}",
                "{'a':4503599627370496}",
                "{'1':{'2':{'3':{'4':{'5':{'6':{'7':{'8':{'9':{'10':{'11':1}}}}}}}}}}}"
            })
    void shouldRefuseWhatATwinDoesNotKeep(String patch) {
        assertThatThrownBy(() -> session.report(json(patch), null)).isInstanceOf(HubException.class);
        assertThat(session.reported().version()).isEqualTo(1);
    }

    @Test
    void shouldKeepReportedPropertiesSmall() {
        for (int i = 0; i < 8; i++) {
            session.report(json("{'k" + i + "':'" + "x".repeat(4000) + "'}"), null);
        }
        assertThatThrownBy(() -> session.report(json("{'k9':'" + "x".repeat(4000) + "'}"), null))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(HubError.MESSAGE_TOO_LARGE));
        assertThat(session.reported().version()).isEqualTo(9);
    }

    @Test
    void shouldTellAListeningDeviceWhatIsDesired() {
        session.subscribe(Subscription.DESIRED_PROPERTIES);

        hub.twins()
                .change(
                        PUMP,
                        new TwinChange(json("{'floor':3}"), json("{'speed':7,'$version':9}"), false),
                        IfMatch.ANY);

        assertThat(connection.desired).containsExactly("2 {\"speed\":7}");
        assertThat(hub.twins().get(PUMP).tags()).isEqualTo(json("{'floor':3}"));
    }

    @Test
    void shouldChangeOnlyTheTwinThatIsMeant() {
        String etag = hub.twins().get(PUMP).etag();
        session.report(json("{'a':1}"), null);
        hub.twins().change(PUMP, new TwinChange(json("{'floor':3}"), null, false), new IfMatch(etag));

        assertThatThrownBy(() ->
                        hub.twins().change(PUMP, new TwinChange(json("{'floor':4}"), null, false), new IfMatch(etag)))
                .isInstanceOf(HubException.class);
    }

    @Test
    void shouldReplaceWhatIsGiven() {
        hub.twins().change(PUMP, new TwinChange(json("{'a':1}"), json("{'b':1}"), false), IfMatch.ANY);
        hub.twins().change(PUMP, new TwinChange(json("{'c':1}"), json("{'d':1}"), true), IfMatch.ANY);

        assertThat(hub.twins().get(PUMP).tags()).isEqualTo(json("{'c':1}"));
        assertThat(hub.twins().get(PUMP).desired().values()).isEqualTo(json("{'d':1}"));
    }

    @Test
    void shouldTellAListeningDeviceWhatAReplacementTookAway() {
        hub.twins()
                .change(PUMP, new TwinChange(null, json("{'a':{'b':1,'c':1},'d':1,'e':{'f':1}}"), false), IfMatch.ANY);
        session.subscribe(Subscription.DESIRED_PROPERTIES);

        hub.twins().change(PUMP, new TwinChange(null, json("{'a':{'c':2},'e':3}"), true), IfMatch.ANY);

        assertThat(connection.desired).containsExactly("3 {\"a\":{\"c\":2,\"b\":null},\"e\":3,\"d\":null}");
        assertThat(hub.twins().get(PUMP).desired().values()).isEqualTo(json("{'a':{'c':2},'e':3}"));
    }

    @Test
    void shouldTellWhichVersionWroteADesiredProperty() {
        hub.twins().change(PUMP, new TwinChange(null, json("{'a':{'b':1},'c':1}"), false), IfMatch.ANY);
        hub.twins().change(PUMP, new TwinChange(null, json("{'a':{'b':2}}"), false), IfMatch.ANY);
        session.report(json("{'a':1}"), null);

        ObjectNode metadata = hub.twins().get(PUMP).desired().metadata();
        assertThat(metadata.path("$lastUpdatedVersion").intValue()).isEqualTo(3);
        assertThat(metadata.at("/a/b/$lastUpdatedVersion").intValue()).isEqualTo(3);
        assertThat(metadata.at("/c/$lastUpdatedVersion").intValue()).isEqualTo(2);
        assertThat(hub.twins().get(PUMP).reported().metadata().findValue("$lastUpdatedVersion"))
                .isNull();
    }

    @Test
    void shouldCountTagsAsTheServiceDoes() {
        String text = "x".repeat(4089);
        hub.twins()
                .change(PUMP, new TwinChange(json("{'a':'" + text + "','b':'" + text + "'}"), null, true), IfMatch.ANY);

        changeTags("{'n':12345}"); // 8,180 bytes so far, and one and eight
        changeTags("{'c':0,'n':null}");
        assertThatThrownBy(() -> changeTags("{'n':1}"))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(HubError.MESSAGE_TOO_LARGE));
        assertThat(hub.twins().get(PUMP).tags().has("n")).isFalse();
    }

    @Test
    void shouldChangeNeitherHalfWhenOneIsRefused() {
        assertThatThrownBy(() -> hub.twins()
                        .change(PUMP, new TwinChange(json("{'floor':3}"), json("{'a b':1}"), false), IfMatch.ANY))
                .isInstanceOf(HubException.class);

        assertThat(hub.twins().get(PUMP).tags()).isEmpty();
        assertThat(hub.twins().get(PUMP).version()).isEqualTo(2);
    }

    private void changeTags(String tags) {
        hub.twins().change(PUMP, new TwinChange(json(tags), null, false), IfMatch.ANY);
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
