package io.downlink.emulator.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.downlink.emulator.faults.FaultReport;
import io.downlink.emulator.hub.HubException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'refuse','error':429002,'operation':'jobs','share':0.5,'times':3,'duration':'PT30S'}",
                "{'kind':'refuse','error':502,'message':'no'}",
                "{'kind':'delay','latency':{'distribution':'fixed','delay':'PT0.2S'},'deviceId':'pump-*'}",
                "{'kind':'execute-then-delay','latency':{'distribution':'uniform','min':'PT1S','max':'PT2S'}}",
                "{'kind':'delay','latency':{'distribution':'log-normal','median':'PT0.05S','p99':'PT2S'}}",
                "{'kind':'no-answer','devices':'pump-*'}",
                "{'kind':'half-open-service-link'}",
                "{'kind':'execute-then-refuse','error':500001}",
                "{'kind':'execute-then-close','operation':'methods'}",
                "{'kind':'execute-then-no-answer'}",
                "{'kind':'execute-then-stall-body'}",
                "{'kind':'execute-then-cut-body'}",
                "{'kind':'late-delivery','delay':'PT5S','caller':'timed-out'}",
                "{'kind':'late-answer'}",
                "{'kind':'drop-link'}",
                "{'kind':'drop-link-before-delivery','operation':'methods'}",
                "{'kind':'drop-link-after-delivery'}",
                "{'kind':'half-open-device-link'}",
                "{'kind':'lose-feedback'}",
                "{'kind':'double-feedback'}",
                "{'kind':'break-feedback','body':'bare','deviceId':'pump-1'}",
                "{'kind':'mute-feedback-link'}",
                "{'kind':'no-credit'}",
                "{'kind':'outage','frontEnds':['https','mqtts'],'connections':'silent','duration':'PT30S'}"
            })
    void shouldReadWhatItWrites(String text) throws Exception {
        ObjectNode body = json(text);
        body.put("seed", 42);

        ObjectNode written = FaultWriter.write(new FaultReport("7", FaultReader.read(body), 42, 5));

        assertThat(written.remove("id").textValue()).isEqualTo("7");
        assertThat(written.remove("struck").intValue()).isEqualTo(5);
        assertThat(written.toString()).isEqualTo(body.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}|kind is missing: it must be one of refuse, delay, no-answer,",
                "{'kind':'fire'}|kind fire: it must be one of refuse, delay, no-answer,",
                "{'kind':7}|kind 7: it must be a text",
                "{'kind':'late-answer','deviceID':'x'}|unknown field deviceID: here are kind, deviceId, devices",
                "{'kind':'late-answer','deviceId':'x','devices':'y'}|devices y: there is a deviceId already",
                "{'kind':'late-answer','operation':'c2d'}|operation c2d: this kind strikes [methods]",
                "{'kind':'no-answer','operation':'d2c'}|operation d2c: it must be one of methods, c2d, feedback, twins, registry, jobs, query, other, any",
                "{'kind':'no-answer','share':2}|share 2.0: it must be above 0 and at most 1",
                "{'kind':'no-answer','share':'all'}|share 'all': it must be a number",
                "{'kind':'no-answer','times':0}|times 0: it must be 1 or more",
                "{'kind':'no-answer','times':1.5}|times 1.5: it must be an integer",
                "{'kind':'no-answer','duration':'30s'}|duration '30s': write a duration as in ISO 8601",
                "{'kind':'refuse'}|error is missing",
                "{'kind':'refuse','error':200}|error 200: give an HTTP status from 400 to 599",
                "{'kind':'delay'}|latency is missing",
                "{'kind':'delay','latency':{'distribution':'poisson'}}|latency.distribution poisson: it must be one of",
                "{'kind':'delay','latency':{'distribution':'fixed'}}|latency.delay is missing",
                "{'kind':'delay','latency':{'distribution':'fixed','delay':'PT1S','p99':'PT1S'}}|unknown field latency.p99",
                "{'kind':'late-delivery','delay':'PT1S','caller':'bored'}|caller bored: it must be one of cut, timed-out",
                "{'kind':'outage','frontEnds':['smtp']}|frontEnds smtp: it must be one of https, amqps, mqtts"
            })
    void shouldSayWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> FaultReader.read(json(text)))
                .isInstanceOf(HubException.class)
                .hasMessageStartingWith(message.replace('\'', '"'));
    }

    private static ObjectNode json(String text) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }
}
