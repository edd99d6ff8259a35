package dev.partitura.app.cli;

import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.operator.Parameters;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.quantity.Quantity;
import dev.partitura.samples.Sample;
import dev.partitura.samples.SampleModels;
import dev.partitura.samples.families.Families;
import dev.partitura.samples.families.FamilyWord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Lists the samples and families.
@Command(
    name = "models",
    description = {
      "List the sample networks: trained parameters, and operations for one sample; and the families",
      "of networks of any size, each with an example."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  partitura models",
      "",
      "A network of a family runs below 200 million parameters; larger ones have no weights, and are",
      "for simulate and the window. bert: with its colon is the family, bert the sample."
    })
final class ModelsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("NAME", "OPS", "PARAMETERS", "FLOPS", "INPUTS"));
    SampleModels.all().forEach(sample -> rows.add(row(sample)));
    var families = new ArrayList<List<String>>();
    families.add(List.of("FAMILY", "EXAMPLE, AND ALL WORDS WITH WHAT THEY ARE WHEN UNSAID"));
    for (var family : Families.all()) {
      families.add(List.of(family.name(), family.example()));
      families.add(
          List.of(
              "",
              family.words().stream().map(ModelsCommand::text).collect(Collectors.joining(", "))));
    }
    spec.commandLine().getOut().print(Table.of(rows) + "\n" + Table.of(families));
    return CommandLineTool.DONE;
  }

  private static String text(FamilyWord word) {
    return word.isKnown() ? word.name() + "=" + word.usual() : word.name();
  }

  private static List<String> row(Sample sample) {
    var network = sample.network();
    var types = OpenAxes.types(network, 1);
    long parameters = Parameters.count(network);
    long flops = types.works().values().stream().mapToLong(Work::flops).sum();
    var inputs =
        network.inputs().stream()
            .map(input -> input.name() + " " + input.type())
            .collect(Collectors.joining(", "));
    return List.of(
        sample.name(),
        Integer.toString(network.ops().size()),
        Quantity.count(parameters),
        Quantity.flops(flops),
        inputs);
  }
}
