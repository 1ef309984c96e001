# Every image of Downlink, a stage for each; what they hold is what Maven has built. `./downlink images` builds them all.
#     docker build --target command-gateway -t downlink/command-gateway .

FROM eclipse-temurin:25-jre AS java
# What the emulator and the simulator write, unless something is mounted there.
RUN install -d -o 10001 -g 10001 /data
WORKDIR /app
# A number, which Kubernetes can tell from root.
USER 10001

# --- Services: Quarkus applications --------------------------------------------------------------------------------------

FROM java AS service
# Nobody reaches a container's loopback address.
ENV QUARKUS_HTTP_HOST=0.0.0.0
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "--enable-native-access=ALL-UNNAMED", \
    "--sun-misc-unsafe-memory-access=allow", "-jar", "quarkus-run.jar"]

FROM service AS command-gateway
COPY command-gateway/target/quarkus-app .
ENV QUARKUS_HTTP_PORT=8081
EXPOSE 8081

FROM service AS feedback-collector
COPY feedback-collector/target/quarkus-app .
ENV QUARKUS_HTTP_PORT=8082
EXPOSE 8082

FROM service AS job-orchestrator
COPY job-orchestrator/target/quarkus-app .
ENV QUARKUS_HTTP_PORT=8083
EXPOSE 8083

# --- Programs ------------------------------------------------------------------------------------------------------------

FROM java AS hub-emulator
COPY hub-emulator/target/lib lib
COPY hub-emulator/target/downlink-iot-hub-emulator-*.jar .
# 443 is left alone: nobody publishes it.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "--enable-native-access=ALL-UNNAMED", \
    "--sun-misc-unsafe-memory-access=allow", "-cp", "*:lib/*", "io.downlink.emulator.Main", "--bind", "0.0.0.0", "--no-443", "--data", "/data"]
EXPOSE 8443 8883 5671

# The options are for the SDK's client of the registry: it keeps connections, and repeats nothing.
FROM java AS device-simulator
COPY device-simulator/target/lib lib
COPY device-simulator/target/downlink-device-simulator-*.jar .
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-Dsun.net.http.retryPost=false", "-Dhttp.maxConnections=1000", \
    "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", \
    "-cp", "*:lib/*", "io.downlink.simulator.Main"]

# docker run --rm downlink/cli topics create --bootstrap-server kafka:9092
FROM java AS cli
COPY cli/target/lib lib
COPY cli/target/downlink-cli-*.jar .
ENTRYPOINT ["java", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", \
    "--sun-misc-unsafe-memory-access=allow", "-cp", "*:lib/*", "io.downlink.cli.Main"]
