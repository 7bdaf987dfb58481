

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portfolio', '0023_a_pair_is_also_measured_by_entries'),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkStop',
            fields=[
                ('work', models.CharField(max_length=60, primary_key=True, serialize=False)),
            ],
        ),
        migrations.DeleteModel(
            name='ImportStop',
        ),
        migrations.AddField(
            model_name='bulkedit',
            name='chosen',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AlterField(
            model_name='bulkedit',
            name='state',
            field=models.CharField(choices=[('previewing', 'Being previewed'), ('previewed', 'Previewed'), ('working', 'Under way'), ('done', 'Done'), ('cancelled', 'Cancelled')], default='previewed', max_length=12),
        ),
    ]
