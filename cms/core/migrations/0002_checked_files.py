import wagtail.images.models
from django.db import migrations, models

import cms.core.models.fields
import cms.core.models.media


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="sitedocument",
            name="sha256",
            field=models.CharField(
                blank=True, db_index=True, editable=False, max_length=64
            ),
        ),
        migrations.AlterField(
            model_name="sitedocument",
            name="file",
            field=cms.core.models.fields.DocumentField(
                upload_to=cms.core.models.media.document_name, verbose_name="file"
            ),
        ),
        migrations.AlterField(
            model_name="siteimage",
            name="file",
            field=cms.core.models.fields.PictureField(
                height_field="height",
                upload_to=wagtail.images.models.get_upload_to,
                verbose_name="file",
                width_field="width",
            ),
        ),
    ]
