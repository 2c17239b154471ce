from django.db import migrations, models

from cms.articles.blocks import Block, words


def count_words(apps, schema_editor):
    """What ``Edition.add_revision`` writes from now on, for the editions there are."""
    edition_model = apps.get_model("articles", "Edition")
    for edition in edition_model.objects.filter(newest__isnull=False).select_related("newest").iterator():
        blocks = [Block.from_json(item) for item in edition.newest.data]
        count = sum(len(words(block).split()) for block in blocks if block.is_text)
        edition_model.objects.filter(pk=edition.pk).update(word_count=count)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_topics_and_folded_titles'),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='word_count',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.RunPython(count_words, migrations.RunPython.noop),
    ]
