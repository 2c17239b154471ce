from django.db import migrations, models

from cms.articles.blocks import PLAIN_KINDS, plain
from cms.languages import get

BATCH = 500


def fold_units(apps, schema_editor):
    """What ``Unit.fold`` writes from now on, for the units there are."""
    unit_model = apps.get_model("translation", "Unit")
    batch = []
    for unit in unit_model.objects.select_related("translation").iterator(BATCH):
        texts = (text if unit.kind in PLAIN_KINDS else plain(text) for text in (unit.source, unit.target))
        unit.folded = get(unit.translation.language).fold("\n".join(texts))
        batch.append(unit)
        if len(batch) == BATCH:
            unit_model.objects.bulk_update(batch, ["folded"])
            batch.clear()
    unit_model.objects.bulk_update(batch, ["folded"])


class Migration(migrations.Migration):

    dependencies = [
        ('translation', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='change',
            name='act',
            field=models.CharField(choices=[('started', 'started'), ('updated', 'updated from the source'), ('translated', 'translated'), ('imported', 'imported from a file'), ('accepted', 'accepted a suggestion'), ('confirmed', 'found still right'), ('approved', 'approved'), ('sent back', 'sent back'), ('waived', 'waived a finding'), ('published', 'published'), ('withdrawn', 'withdrew'), ('moved', 'changed the address'), ('regraded', 'regraded a change'), ('dated', 'corrected the date')], max_length=12, verbose_name='act'),
        ),
        migrations.AddField(
            model_name='unit',
            name='folded',
            field=models.TextField(blank=True, default='', editable=False),
        ),
        migrations.RunPython(fold_units, migrations.RunPython.noop),
    ]
