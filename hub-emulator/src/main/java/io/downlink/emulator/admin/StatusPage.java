package io.downlink.emulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A status as HTML. Every name and every value passes through {@link #escaped}. */
final class StatusPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="10">
            <title>IoT Hub emulator</title>
            <style>
            :root { color-scheme: light dark }
            body { font: 15px/1.4 system-ui, sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em }
            h1 { font-size: 1.4em } h2 { font-size: 1.1em; margin: 1.6em 0 .4em }
            table { border-collapse: collapse } td, th { padding: .15em 1.2em .15em 0; text-align: left; vertical-align: top }
            td { font-family: ui-monospace, monospace; overflow-wrap: anywhere } th { font-weight: 600 }
            </style>
            </head>
            <body>
            """;

    private final StringBuilder html = new StringBuilder(HEAD);

    private StatusPage() {}

    /** The page of what {@link Status} wrote. */
    static String of(ObjectNode status) {
        StatusPage page = new StatusPage();
        page.heading("h1", "IoT Hub emulator at " + text(status.path("hub")));
        page.section("Devices").values(status.path("devices"), "Nothing.");
        page.section("Connected (the first by their ids)").table(status.at("/devices/online"), "Nobody.");
        page.section("Connections").values(status.path("connections"), "Nothing.");
        page.section("Waiting").values(status.path("queues"), "Nothing.");
        page.section("Jobs").values(status.at("/queues/jobs"), "Nothing.");
        page.section("Faults in force").table(status.path("faults"), "None.");
        page.section("Throttling").values(status.path("throttling"), "Off.");
        page.section("Clocks").values(status.path("clock"), "Nothing.");
        page.section("Recent operations").table(status.path("operations"), "None yet.");
        return page.html.append("</body>\n</html>\n").toString();
    }

    private StatusPage section(String title) {
        heading("h2", title);
        return this;
    }

    private void heading(String level, String title) {
        html.append('<').append(level).append('>');
        html.append(escaped(title)).append("</").append(level).append(">\n");
    }

    /** Names and values, one below the other; what has an inside of its own is another section's. */
    private void values(JsonNode object, String none) {
        if (object.isEmpty()) {
            html.append("<p>").append(escaped(none)).append("</p>\n");
            return;
        }
        html.append("<table>\n");
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            if (property.getValue().isValueNode()) {
                html.append("<tr>");
                cell("th", property.getKey());
                cell("td", text(property.getValue()));
                html.append("</tr>\n");
            }
        }
        html.append("</table>\n");
    }

    /** One row for each object; an object need not have every column. */
    private void table(JsonNode objects, String none) {
        if (objects.isEmpty()) {
            html.append("<p>").append(escaped(none)).append("</p>\n");
            return;
        }
        Set<String> columns = new LinkedHashSet<>();
        objects.forEach(object -> object.fieldNames().forEachRemaining(columns::add));
        html.append("<table>\n<tr>");
        columns.forEach(column -> cell("th", column));
        html.append("</tr>\n");
        for (JsonNode object : objects) {
            html.append("<tr>");
            columns.forEach(column -> cell("td", text(object.path(column))));
            html.append("</tr>\n");
        }
        html.append("</table>\n");
    }

    private void cell(String kind, String content) {
        html.append('<').append(kind).append('>');
        html.append(escaped(content)).append("</").append(kind).append('>');
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    /** Fit to stand between tags; no value stands within one. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
