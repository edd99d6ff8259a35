package dev.partitura.app.cli;

import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.quantity.Quantity;
import dev.partitura.samples.Sample;
import dev.partitura.samples.SampleModels;
import dev.partitura.samples.families.Families;
import dev.partitura.samples.families.Family;
import dev.partitura.samples.families.FamilyWord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lists the samples and families.
@Command(
    name = "models",
    description = {
      "List the sample networks: trained parameters, and operations for one sample; and the families",
      "of networks of any size, each with an example."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  partitura models",
      "  partitura models branches",
      "  partitura models gpt",
      "",
      "A network of a family runs below 200 million parameters; larger ones have no weights, and are",
      "for simulate and the window. bert: with its colon is the family, bert the sample."
    })
final class ModelsCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description =
          "A sample or family to tell of alone: what it is, what it shows, and what its words mean.")
  private @Nullable String name;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(name == null ? everything() : single(name));
    return CommandLineTool.DONE;
  }

  private static String everything() {
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
    return Table.of(rows) + "\n" + Table.of(families);
  }

  /// As everywhere a sample goes before a family of its name.
  private static String single(String name) {
    return SampleModels.find(name)
        .map(ModelsCommand::page)
        .or(() -> Families.find(name).map(ModelsCommand::page))
        .orElseThrow(() ->
            ProblemException.of(
                "model.missing", name, name, SampleModels.names(), Families.names()));
  }

  private static String page(Sample sample) {
    var numbers = row(sample);
    return Table.of(
        List.of(
            List.of("sample", sample.name() + " (" + sample.title() + ")"),
            List.of("what it is", sample.description()),
            List.of("what it shows", sample.teaches()),
            List.of("ops", numbers.get(1)),
            List.of("parameters", numbers.get(2)),
            List.of("arithmetic", numbers.get(3) + " for one sample"),
            List.of("inputs", numbers.get(4))));
  }

  private static String page(Family family) {
    var words = new ArrayList<List<String>>();
    words.add(List.of("WORD", "USUAL", "MEANING"));
    for (var word : family.words()) {
      words.add(
          List.of(
              word.name(),
              word.isKnown() ? Long.toString(word.usual()) : "from others",
              word.meaning()));
    }
    var about =
        Table.of(
            List.of(
                List.of("family", family.name()),
                List.of("what it is", family.description()),
                List.of("example", family.example())));
    return about + "\n" + Table.of(words);
  }

  private static String text(FamilyWord word) {
    return word.isKnown() ? word.name() + "=" + word.usual() : word.name();
  }

  private static List<String> row(Sample sample) {
    var network = sample.network();
    var types = OpenAxes.types(network, 1);
    long parameters = dev.partitura.engine.operator.Parameters.count(network);
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
