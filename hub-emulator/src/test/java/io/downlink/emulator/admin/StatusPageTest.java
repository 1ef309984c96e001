package io.downlink.emulator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class StatusPageTest {
    @Test
    void shouldEscapeEveryValueAndEveryName() throws Exception {
        String nasty = "<img src=x onerror='alert(1)'>&\"";
        ObjectNode status = (ObjectNode) new ObjectMapper().readTree("""
                {"hub":"H","clock":{"now":"H"},"devices":{"total":1,"online":[{"deviceId":"H","since":"H"}]},
                 "connections":{"H":"H"},"queues":{"messages":"H","jobs":{"H":1}},"throttling":{"tier":"H"},
                 "faults":[{"kind":"refuse","message":"H","latency":{"H":"H"}}],
                 "operations":[{"time":"H","kind":"H","client":"H","outcome":"H"}]}""".replace("H", nasty.replace("\"", "\\\"")));

        String page = StatusPage.of(status);

        assertThat(page).doesNotContain("<img", "onerror='", "'alert");
        assertThat(page.split("&lt;img src=x onerror=&#39;alert\\(1\\)&#39;&gt;&amp;", -1))
                .as("all that were given, each once")
                .hasSize(17);
    }

    @Test
    void shouldLeaveCellsEmptyThatAnotherRowHas() throws Exception {
        ObjectNode status = (ObjectNode) new ObjectMapper().readTree("""
                {"faults":[{"id":"1","kind":"delay"},{"id":"2","share":0.5}],"throttling":null,"operations":[]}""");

        String page = StatusPage.of(status);

        assertThat(page)
                .contains("<tr><th>id</th><th>kind</th><th>share</th></tr>")
                .contains("<tr><td>1</td><td>delay</td><td></td></tr>")
                .contains("<tr><td>2</td><td></td><td>0.5</td></tr>")
                .contains("<h2>Throttling</h2>\n<p>Off.</p>")
                .contains("<h2>Recent operations</h2>\n<p>None yet.</p>");
    }
}
