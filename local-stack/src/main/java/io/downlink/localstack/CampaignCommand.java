package io.downlink.localstack;

import picocli.CommandLine.Command;

/** Long runs under faults. */
@Command(
        name = "campaign",
        subcommands = {GatewayCampaignCommand.class, FeedbackCampaignCommand.class, JobsCampaignCommand.class},
        mixinStandardHelpOptions = true,
        description = "Kills and pauses processes at random while work goes on, and judges what came of each.")
final class CampaignCommand {}
